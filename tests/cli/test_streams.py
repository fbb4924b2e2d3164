"""Closed, full and broken streams, and arguments that are no text: one line, an exit code, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

AIRDATE = f"{sys.executable} -m airdate"


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line in a shell, with a data folder of its own."""
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(["sh", "-c", command], capture_output=True, env=env, cwd=folder)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("codes zombie > /dev/full", 1, "airdate: standard output: No space left on device\n"),
        ("codes zombie >&-", 1, "airdate: standard output: Bad file descriptor\n"),
        ("--help > /dev/full", 1, "airdate: standard output: No space left on device\n"),
        ("nosuch 2> /dev/full", 2, ""),
        ("nosuch 2>&-", 2, ""),
        ("codes zombie <&- >&- 2>&-", 1, ""),
        ("read --dry-run - <&-", 1, "airdate: standard input: cannot read it: Bad file descriptor\n"),
        ("find \"$(printf '\\377\\376')\"", 2, "airdate: '\\udcff\\udcfe': it holds bytes that are no text"),
    ],
)
def test_a_stream_or_argument_that_fails_is_one_line(
    tmp_path: Path, command: str, code: int, said: str
) -> None:
    done = shell(f"{AIRDATE} {command}", tmp_path)
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr
    assert done.stderr.decode().startswith(said) and done.stderr.count(b"\n") <= 1
    assert done.returncode == code


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    done = shell(f"{AIRDATE} codes | head -c 5", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("guide X two", "airdate guide: Invalid value for '[SEASON]': 'two' is no season; write its number"),
        ("nosuch", "airdate: No such command 'nosuch' (see airdate --help)"),
        ("guide", "airdate guide: Missing argument 'TITLE' (see airdate guide --help)"),
        (
            "read",
            "airdate read: Give files or links to read, or - for standard input (see airdate read --help)",
        ),
    ],
)
def test_a_usage_error_is_one_line_with_the_way_to_the_help(tmp_path: Path, command: str, line: str) -> None:
    done = shell(f"{AIRDATE} {command}", tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(line) and done.stderr.count(b"\n") == 1
