"""Claims → entries → beliefs: an append-only store with two clocks, and a pure `settle`."""
