"""Handovers as pure values: what is passed on at an intersection, by whom, to whom, and how far it is."""
