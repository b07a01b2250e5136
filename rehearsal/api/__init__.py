"""The Web API: one module for each family of methods, and the one road they are called by."""
