"""Skills and development, pure: levels in words, the life of an item, who may, gaps, and who could mentor."""
