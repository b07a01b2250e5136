"""Absence by its rules: its life, its types as data, what a report is judged by, certificates and ladders. Pure."""
