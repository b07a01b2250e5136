"""Beginnings and ends as pure values: openings, the lists of steps around a first and a last day, and who owes what."""
