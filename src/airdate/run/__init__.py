"""The workspace: the one place that knows every room, and that reads the clock.

    sources ─▶ reading ─▶ ledger ─▶ settle ─▶ forecast ─▶ guide ─▶ publish

`Airdate` is also the Python API: what the command line and the web do, they do through it.
"""

from airdate.run.workspace import Airdate, ReadReport

__all__ = ["Airdate", "ReadReport"]
