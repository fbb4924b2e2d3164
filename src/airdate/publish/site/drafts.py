"""Drafts of a site, in folders beside it: gone at the end, and where their process was killed, at the next.

Invariant: a draft is locked as long as its process lives, and the folder that they lie in while one is made
or swept; so a draft that is being worked on is never taken for one that was left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ASIDE = "old"  # within a draft: where the published tree lies between two renames


@contextmanager
def draft_beside(folder: Path) -> Iterator[Path]:
    """A new draft for `folder`; what killed processes left of theirs is swept away.

    Raises:
        OSError: the folder beside cannot be written to.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name[:50]}."
    with _locked(folder.parent, fcntl.LOCK_EX):
        for left in folder.parent.glob(f"{prefix}????????"):
            _sweep(left, folder)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix))
        lock = os.open(draft, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(lock)


def _sweep(left: Path, folder: Path) -> None:
    with suppress(OSError), _locked(left, fcntl.LOCK_EX | fcntl.LOCK_NB):
        if not folder.exists() and (left / ASIDE).is_dir():  # killed between the two renames
            (left / ASIDE).rename(folder)
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _locked(place: Path, how: int) -> Iterator[None]:
    """Hold a folder's lock; the system lets go of it, whatever becomes of us."""
    lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)
