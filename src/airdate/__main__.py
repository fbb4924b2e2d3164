"""`python -m airdate`."""

from airdate.cli import main

main()
