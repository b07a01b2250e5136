"""Hostile words through every parser and every form: nothing breaks, nothing becomes live, both stores answer alike."""
