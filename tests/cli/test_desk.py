"""An editor's commands: each signed, each with its undo, and a password that is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from airdate.run import Airdate
from tests.cli.test_cli import Cli

SIGNED = ("--by", "Ines", "--reason", "a sample")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def an_entry(cli: Cli, title: str) -> str:
    where = {"ledger": str(cli.ledger)}
    airdate = Airdate.open(flags=where, environ={}, folder=cli.ledger.parent)
    try:
        return airdate.claims(title)[0].entry_id
    finally:
        airdate.close()


def test_a_pin_and_a_merge_are_undone(cli: Cli) -> None:
    entry_id = an_entry(cli, "Silo")
    assert cli.ok("pin", entry_id, *SIGNED) == f"{entry_id}: pinned\n"
    assert cli.ok("unpin", entry_id, *SIGNED) == f"{entry_id}: unpinned\n"
    assert cli.ok("merge", "Silo", "Shrinking", *SIGNED).startswith("merged into shrinking")
    assert cli.ok("merge", "Silo", "--undo", *SIGNED).startswith("parted")


@pytest.mark.parametrize("password", ["", "  "])
def test_no_password_has_no_hash(cli: Cli, password: str) -> None:
    refused = cli("password", "--password", password)
    assert refused.exit_code == 2 and "argon2" not in refused.output
    assert PasswordHasher().verify(cli.ok("password", "--password", "x y").strip(), "x y")
