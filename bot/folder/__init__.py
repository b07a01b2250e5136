"""The organisation as a folder of five CSV files: read into a plan, previewed, applied, and exported as it was."""
