"""Writes the site: whole, and only what changed.

    units ─▶ key the same? kept : made ─▶ what differs, drafted beside the site ─▶ manifest ─▶ their places

Invariant: until the manifest is committed nothing of the site has changed, and on any error nothing does.
From then on its files take their places one by one (`placing`), and a build that is cut off there is finished
by the next. A first build takes its place as a whole.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import NamedTuple

from airdate.errors import InputError
from airdate.publish.site import paths, placing
from airdate.publish.site.drafts import Draft, alone_in, draft_beside
from airdate.publish.site.manifest import MANIFEST, Made, Manifest, Move, Row, Shown
from airdate.publish.site.model import Site
from airdate.publish.site.render import state_of, units
from airdate.publish.site.templates import fingerprint
from airdate.types import Struct

File = tuple[str, bytes]

_WHOLE = "new"  # within a draft: a first site as it will lie


class Output(NamedTuple):
    """What making a unit gives: its files as (path from `paths`, bytes), a note, and its rows in listings."""

    files: Iterable[File] = ()
    note: bytes = b""
    rows: Iterable[Row] = ()


class Built(Struct, frozen=True, kw_only=True):
    """What a build did: files `written` anew, `kept` as they were, and `removed`, by their place."""

    written: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]


class Tree:
    """The site that is being made. A unit whose key is that of the last build is left as it is.

    `changed` are the listings of which a row has come, changed or gone in this build.
    """

    def __init__(self, manifest: Manifest, folder: Path, draft: Draft) -> None:
        self._manifest = manifest
        self._folder = folder
        self._draft = draft
        self._is_first = not (folder / MANIFEST).exists()
        self._put: dict[str, set[str]] = {}
        self._written: dict[str, str] = {}  # a place, and its draft
        self._gone: set[str] = set()
        self._folders: set[str] = set()
        self._numbers = count()
        self.changed: set[str] = set()

    def put(
        self, name: str, key: bytes, make: Callable[[], Output], *, owner: str = "", always: bool = False
    ) -> bytes:
        """Bring one unit into the site: left as it is if its key is the old one, else made. Gives its note.

        Args:
            name: the unit's own, the same from build to build.
            key: a hash of all that its files, note and rows come from.
            make: makes it.
            owner: whose it is, see `end`.
            always: make it whatever its key; a file that comes out the same is left all the same.
        """
        self._put.setdefault(owner, set()).add(name)
        old = self._manifest.get(name)
        if old is not None and not always and (old.key, old.owner) == (key, owner):
            return old.note
        made = make()
        held = old.files if old is not None else {}
        files = dict(self._write(file, held) for file in made.files)
        self._gone |= held.keys() - files.keys()
        self.changed |= self._manifest.show(name, made.rows)
        self._manifest.put(name, Made(owner=owner, key=key, files=files, note=made.note))
        return made.note

    def end(self, owner: str = "") -> None:
        """All units of an owner were put: those of earlier builds that were not are gone."""
        put = self._put.pop(owner, set())
        for name in self._manifest.names(owner):
            if name not in put and (old := self._manifest.get(name)) is not None:
                self._gone |= old.files.keys()
                self.changed |= self._manifest.show(name, ())
                self._manifest.drop(name)

    def note(self, name: str) -> bytes | None:
        """What was noted of a unit, in this build or an earlier one."""
        made = self._manifest.get(name)
        return made.note if made is not None else None

    def rows(
        self, listing: str, *, since: str = "", before: str | None = None, newest: bool = False
    ) -> Iterator[Shown]:
        """See `Manifest.rows`."""
        return self._manifest.rows(listing, since=since, before=before, newest=newest)

    def at(self, listing: str, rank: str) -> list[Shown]:
        """See `Manifest.at`."""
        return self._manifest.at(listing, rank)

    def counts(self, prefix: str) -> dict[str, int]:
        """See `Manifest.counts`."""
        return self._manifest.counts(prefix)

    def done(self) -> Built:
        """What came of it all so far."""
        written = tuple(sorted(self._written))
        gone = tuple(sorted(self._gone - self._written.keys()))
        return Built(written=written, kept=self._manifest.places() - len(written), removed=gone)

    def finish(self) -> None:
        """Commit the state that was made, and put its files into their places.

        Raises:
            OSError, sqlite3.Error: it cannot be done; what is committed is finished by the next build.
        """
        placing.onto_disk(self._written.values())
        for place in self.done().removed:
            placing.wait(self._manifest, Move(place=place, draft=""), "gone")
        if self._is_first:
            self._manifest.commit()
            self._manifest.close()
            (self._draft.path / _WHOLE).rename(self._folder)
            return
        self._draft.is_waited_for = True  # from the commit on the next build would need it
        self._manifest.commit()
        placing.place_waiting(self._manifest, self._folder)
        self._draft.is_waited_for = False

    def _write(self, file: File, held: dict[str, bytes]) -> tuple[str, bytes]:
        """Draft a file, unless it is there as it was."""
        path, content = file
        place, digest = paths.file(path), blake2b(content, digest_size=16).digest()
        is_there = os.path.lexists(f"{self._folder}/{place}")
        if not is_there or held.get(place) != digest:
            self._written[place] = draft = self._draft_of(place)
            with open(draft, "wb") as file_of_it:
                file_of_it.write(content)
            if not self._is_first:
                move = Move(place=place, draft=draft.removeprefix(f"{self._folder.parent}/"))
                placing.wait(self._manifest, move, "changed" if is_there else "new")
        return place, digest

    def _draft_of(self, place: str) -> str:
        """Where a file is drafted: a first site as it will lie; else all in one folder."""
        root = self._draft.path / _WHOLE if self._is_first else self._folder
        parent = f"{root}/{place}".rpartition("/")[0]
        if parent not in self._folders:  # a folder that cannot be made is found out before the commit
            os.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        return f"{root}/{place}" if self._is_first else f"{self._draft.path}/{next(self._numbers)}"


@contextmanager
def building(folder: Path) -> Iterator[Tree]:
    """The site in `folder`, to be brought to a new state; on an error it stays as it was.

    A build that is at work there is waited for, and one that was cut off is finished first. Without a
    manifest that can be read all is made anew. What others put there (`CNAME`, `.well-known`) stays.

    Raises:
        InputError: the folder cannot be written to, or holds other things than a site of ours.
    """
    folder = Path(os.path.realpath(folder))
    _refuse_foreign(folder)
    try:
        with alone_in(folder):
            is_known = _go_on(folder)
            with draft_beside(folder) as draft, closing(_manifest(folder, draft.path, is_known)) as manifest:
                tree = Tree(manifest, folder, draft)
                manifest.begin()
                yield tree
                tree.finish()
    except (OSError, sqlite3.Error) as error:
        raise _refusal(error, folder) from None


def build(site: Site, folder: Path) -> Built:
    """Bring `folder` to the state of `site`. Raises as `building` and `render_site`."""
    with building(folder) as tree:
        for name, value, render in units(site):
            key = blake2b(fingerprint() + state_of(value), digest_size=16).digest()
            tree.put(name, key, partial(_unnoted, render))
        tree.end()
        done = tree.done()
    return done


def _unnoted(render: Callable[[], Iterable[File]]) -> Output:
    return Output(files=render())


def _refuse_foreign(folder: Path) -> None:
    """A folder of something else is not ours to change."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:  # there is none yet, or it cannot be read: building tells
        return
    if names and MANIFEST not in names:
        raise InputError("it holds files that are no site of ours", id=str(folder), hint="name a new folder")


def _refusal(error: OSError | sqlite3.Error, folder: Path) -> InputError:
    """What went wrong, with the way out. Over a damaged manifest the next build makes all anew."""
    hint = "make room, or name another folder"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        (folder / MANIFEST).write_bytes(b"")
        hint = "build it again; all will be made anew"
    message = f"cannot write the site: {getattr(error, 'strerror', None) or error}"
    return InputError(message, id=str(folder), hint=hint)


def _go_on(folder: Path) -> bool:
    """Finish what an earlier build left; is it known what lies there? It is of an empty folder, too."""
    manifest = Manifest.open(folder)
    if manifest is None:
        return not any(folder.iterdir())
    with closing(manifest):
        if not placing.can_place(manifest, folder):
            return False
        placing.place_waiting(manifest, folder)
    return True


def _manifest(folder: Path, draft: Path, is_known: bool) -> Manifest:
    """The manifest to go on with: the folder's own, that of a first site, or one that knows files alone."""
    if folder.stat().st_dev != draft.stat().st_dev:
        raise OSError(errno.EXDEV, "it is a mount; name a folder within it")
    if not is_known:
        _take_over(folder, draft)
    found = Manifest.open(folder)
    if found is not None:
        return found
    (draft / _WHOLE).mkdir()
    return Manifest.create(draft / _WHOLE / MANIFEST)


def _take_over(folder: Path, draft: Path) -> None:
    """Begin a manifest for files of which nothing is known: they are all made anew, or go."""
    found = (Path(root, name).relative_to(folder) for root, _, names in os.walk(folder) for name in names)
    files = {str(place): b"" for place in found if paths.may_be_ours(str(place))}
    with closing(Manifest.create(draft / MANIFEST)) as manifest:
        manifest.put("taken over", Made(owner="", key=b"", files=files))
    (folder / f"{MANIFEST}-journal").unlink(missing_ok=True)  # it is of the one that cannot be read
    os.replace(draft / MANIFEST, folder / MANIFEST)
