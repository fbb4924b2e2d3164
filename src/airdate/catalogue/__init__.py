"""Works, seasons, names and ids; `find` resolves a name to a work."""
