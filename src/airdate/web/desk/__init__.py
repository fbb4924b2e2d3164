"""The desk: an editor sees what waits, and decides. Every decision is an entry in the ledger, signed.

    proxy's header or password ─▶ editor ─▶ pages ─▶ form with token ─▶ `run.desk` ─▶ ledger ─▶ what changed

Without a header or a password in the settings there is no desk: its pages are not found.
"""

from airdate.web.desk.handlers import HANDLERS
from airdate.web.desk.service import Desk, is_open

__all__ = ["HANDLERS", "Desk", "is_open"]
