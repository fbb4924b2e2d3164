"""A new folder takes an old one's place.

Invariant: where the system can exchange two names at once (Linux's `renameat2` on ext4, XFS, Btrfs, F2FS,
tmpfs and others), a reader finds a whole folder at every instant. Where it cannot (NFS, FAT, other
systems), the old one is moved aside first, and for an instant there is none.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_HERE = -100  # AT_FDCWD: names are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


def take_place(new: Path, old: Path, aside: Path) -> None:
    """Put the folder `new` where `old` is, or is to be; what was there is moved to `aside` or `new`.

    Raises:
        OSError: it cannot be done; `old` is as it was.
    """
    if not old.exists():
        new.rename(old)
    elif not exchange(new, old):
        _in_two_steps(new, old, aside)


def exchange(a: Path, b: Path) -> bool:
    """Exchange two names in one step; `False` where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = rename(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE)
    return done == 0


def _in_two_steps(new: Path, old: Path, aside: Path) -> None:
    """Two renames; if the second fails, the first is taken back."""
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
