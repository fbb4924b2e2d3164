"""Files take their places in a site, one rename each.

Invariant: what is to be done was committed to the manifest before any of it is done, and each move may be
done again; so a build that is cut off is finished by the next one. A file is seen whole at any instant, the
old or the new. Files at new places come first, then those that replace others, and what goes is removed last:
who follows links from page to page finds each of them all the while.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Literal

from airdate.publish.site.manifest import Manifest, Move

Change = Literal["new", "changed", "gone"]

#: The steps in their order: what changes, and is it a page? A page comes after the files that it links, and
#: goes before them.
_STEPS: tuple[tuple[Change, bool], ...] = (
    ("new", False),
    ("new", True),
    ("changed", False),
    ("changed", True),
    ("gone", True),
    ("gone", False),
)

_FEW = 40  # files that are brought onto the disk one by one


def wait(manifest: Manifest, move: Move, change: Change) -> None:
    """Let a file wait until all is committed."""
    manifest.wait(move, _STEPS.index((change, move.place.endswith(".html"))))


def place_waiting(manifest: Manifest, folder: Path) -> None:
    """Do all that waits.

    Raises:
        OSError: a file cannot be put into its place; it waits on, with those after it.
    """
    is_any = False
    for place, draft in manifest.waiting():
        is_any = True
        if draft:
            with suppress(FileNotFoundError):  # it was done before we were cut off
                os.replace(folder.parent / draft, folder / place)
        else:
            _remove(folder, place)
    if is_any:
        manifest.placed()


def can_place(manifest: Manifest, folder: Path) -> bool:
    """Is the folder of the drafts that wait still there?"""
    draft = next((move.draft for move in manifest.waiting() if move.draft), None)
    return draft is None or (folder.parent / draft).parent.is_dir()


def onto_disk(files: Collection[str]) -> None:
    """Have files written out, so that no power cut takes them from under a manifest that names them."""
    if len(files) > _FEW:  # all at once, with whatever else waits to be written, is sooner done
        os.sync()
        return
    for file in files:
        number = os.open(file, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove(folder: Path, place: str) -> None:
    """A file, and the folders that it leaves empty."""
    (folder / place).unlink(missing_ok=True)
    parent = (folder / place).parent
    with suppress(OSError):  # something else is in it
        while parent != folder:
            parent.rmdir()
            parent = parent.parent
