"""The organisation as a folder of CSV files: read into a plan, previewed, applied, and exported as it was."""
