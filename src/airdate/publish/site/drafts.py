"""Who may work at a site, and the folders beside it in which drafts lie: gone at the end, and where their
process was killed, at the next.

Invariant: a site is locked as long as a build is at work, and a draft as long as its process lives; so no two
builds mix, and a draft that is being worked on is never taken for one that was left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder, once those at work are done. It is made, and if empty goes again.

    Raises:
        OSError: it is no folder, or cannot be made.
    """
    lock = _lock_of(folder)
    try:
        yield
    finally:
        with suppress(OSError):  # there is something in it, as nearly always
            folder.rmdir()
        os.close(lock)


def _lock_of(folder: Path) -> int:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), os.stat(folder)):
                return lock
        os.close(lock)  # while we waited a first build put another folder into its place


class Draft:
    """A folder for drafts. While it `is_waited_for` it stays, even where its build fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_waited_for = False


@contextmanager
def draft_beside(folder: Path) -> Iterator[Draft]:
    """A new draft for `folder`; what killed processes left of theirs is swept away.

    Raises:
        OSError: the folder beside cannot be written to.
    """
    prefix = f".{folder.name[:50]}."
    with _locked(folder.parent, fcntl.LOCK_EX):
        for left in folder.parent.glob(f"{prefix}????????"):
            with suppress(OSError), _locked(left, fcntl.LOCK_EX | fcntl.LOCK_NB):
                shutil.rmtree(left, ignore_errors=True)
        draft = Draft(Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix)))
        lock = os.open(draft.path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield draft
    finally:
        if not draft.is_waited_for:
            shutil.rmtree(draft.path, ignore_errors=True)
        os.close(lock)


@contextmanager
def _locked(place: Path, how: int) -> Iterator[None]:
    """Hold a folder's lock; the system lets go of it, whatever becomes of us."""
    lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)
