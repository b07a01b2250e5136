"""The catalogues against the code: nothing missing, nothing unused, no sentence put together from pieces."""
