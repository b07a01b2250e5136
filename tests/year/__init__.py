"""A year of the sample company, lived in minutes, against a calculation that knows nothing of the product's clocks."""
