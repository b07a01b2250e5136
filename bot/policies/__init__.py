"""Leave policies and their assignment as YAML files: read with the place of everything wrong, written to be read."""
