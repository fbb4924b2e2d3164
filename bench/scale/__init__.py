"""Figures on large ledgers and archives; RESULTS.md keeps them with the commands that print them."""
