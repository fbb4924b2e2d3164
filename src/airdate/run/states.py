"""States of all titles in a folder: the keeper leaves them, those who answer read the newest.

    current ─▶ 4711-3/overview.msgpack ─▶ told-4711-1        4711-3/site/…

Invariant: `current` names a whole state or none; those who serve it read whole files and never wait.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from airdate.publish.site import paths
from airdate.publish.write import write_bytes
from airdate.run.shown import Overview, read, write
from airdate.run.told import ToldFile, ToldMap

CURRENT = "current"
VALUES = "overview.msgpack"


class States:
    """Writes states; one process at a time has a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._before: set[str] = set()  # what the state before this one lies in

    def told_file(self) -> ToldFile:
        """A new file of changes, empty."""
        file = ToldFile(self._folder / f"told-{self._next()}")
        file.add(())
        return file

    def publish(self, made: Overview, told: ToldFile, pages: Iterable[tuple[str, bytes]]) -> None:
        """Write a state beside the last one, name it, and drop those before the two."""
        name = self._next()
        target = self._folder / name
        target.mkdir()
        write(target / VALUES, made, told.path.name)
        for path, content in pages:
            file = target / "site" / paths.file(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        write_bytes(self._folder / CURRENT, name.encode())
        now = {name, told.path.name}
        self._sweep({CURRENT} | now | self._before)
        self._before = now

    def _next(self) -> str:
        self._number += 1
        return f"{os.getpid()}-{self._number}"

    def _sweep(self, kept: set[str]) -> None:
        for old in self._folder.iterdir():
            if old.name in kept:
                continue
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)


def read_current(folder: Path) -> tuple[Path, Overview, ToldMap] | None:
    """The newest state with the folder of its pages; `None` where there is none yet."""
    for _ in range(3):  # a state may be dropped between the reading of its name and of its values
        try:
            place = folder / (folder / CURRENT).read_text(encoding="utf-8")
            overview, told = read(place / VALUES)
            return place / "site", overview, ToldMap(folder / told)
        except FileNotFoundError:
            continue
    return None
