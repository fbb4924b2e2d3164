"""Writes the site: whole or not at all, and only what changed.

Invariant: `folder` always holds a complete site. A new tree is made beside it, with unchanged files as
hard links into the old one, and takes its place by `exchange`; until then, and on any error, the last
good one stays up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from airdate.errors import InputError
from airdate.publish.site import paths
from airdate.publish.site.drafts import ASIDE, draft_beside
from airdate.publish.site.exchange import take_place
from airdate.publish.site.model import Site
from airdate.publish.site.render import state_of, units
from airdate.publish.site.templates import fingerprint
from airdate.types import Struct

MANIFEST = ".airdate-manifest"

File = tuple[str, bytes]


class Made(Struct, frozen=True, kw_only=True):
    """One unit of the site as it was last made: its key, each file's hash, and what its maker noted."""

    key: bytes
    files: dict[str, bytes]
    note: bytes = b""


class Manifest(Struct, frozen=True, kw_only=True):
    """What a build wrote, to be given to the next one."""

    units: dict[str, Made] = msgspec.field(default_factory=dict)


class Built(Struct, frozen=True, kw_only=True):
    """What a build did: files `written` anew, `kept` as they were, and `removed`, by their place."""

    manifest: Manifest
    written: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]


class Tree:
    """The tree that is being made. A unit whose key is that of the last build is linked, not made."""

    def __init__(self, folder: Path, root: Path, previous: Manifest) -> None:
        self._folder = folder
        self._root = root
        self._previous = previous.units
        self._made: dict[str, Made] = {}
        self._written: list[str] = []
        self._folders: set[str] = set()

    def put(
        self,
        name: str,
        key: bytes,
        make: Callable[[], tuple[Iterable[File], bytes]],
        *,
        always: bool = False,
    ) -> bytes:
        """Bring one unit into the tree: linked if its key is the old one, else made. Its note is returned.

        Args:
            name: the unit's own, the same from build to build.
            key: a hash of all that its files and its note come from.
            make: gives the files, as (path from `paths`, bytes), and the note.
            always: make it whatever its key; a file that comes out the same is linked all the same.
        """
        old = self._previous.get(name)
        if always or old is None or old.key != key or not all(self._link(place) for place in old.files):
            files, note = make()
            old = Made(key=key, files=dict(self._write(each, old) for each in files), note=note)
        self._made[name] = old
        return old.note

    def done(self) -> Built:
        """What came of it all."""
        manifest = Manifest(units=self._made)
        before = {place for made in self._previous.values() for place in made.files}
        now = {place for made in self._made.values() for place in made.files}
        return Built(
            manifest=manifest,
            written=tuple(sorted(self._written)),
            kept=len(now) - len(self._written),
            removed=tuple(sorted(before - now)),
        )

    def _write(self, file: File, old: Made | None) -> tuple[str, bytes]:
        path, content = file
        place, digest = paths.file(path), blake2b(content, digest_size=16).digest()
        if old is None or old.files.get(place) != digest or not self._link(place):
            self._parent(place)
            (self._root / place).write_bytes(content)
            self._written.append(place)
        return place, digest

    def _link(self, place: str) -> bool:
        """Put the old tree's file into the new one; `False` where it is gone."""
        self._parent(place)
        try:
            os.link(f"{self._folder}/{place}", f"{self._root}/{place}")
        except FileExistsError:
            return True
        except OSError:  # gone, or a file system without links: it is made anew
            return False
        return True

    def _parent(self, place: str) -> None:
        parent = place.rpartition("/")[0]
        if parent not in self._folders:
            os.makedirs(f"{self._root}/{parent}", exist_ok=True)
            self._folders.add(parent)


@contextmanager
def building(folder: Path, previous: Manifest | None = None) -> Iterator[Tree]:
    """A new tree for `folder`, which takes its place at the end, or vanishes on an error.

    `previous` is the manifest of the build that `folder` holds; without one everything is made anew. What
    others have put beside our own at the top of a site (`CNAME`, `.well-known`) stays there.

    Raises:
        InputError: the folder cannot be written to, or holds other things than a site of ours.
    """
    _refuse_foreign(folder)
    try:
        with draft_beside(folder) as draft:
            root = draft / "new"
            root.mkdir()
            tree = Tree(folder, root, previous or Manifest())
            yield tree
            (root / MANIFEST).write_bytes(msgspec.msgpack.encode(tree.done().manifest))
            if previous is not None:
                _carry_over(folder, root, previous)
            take_place(root, folder, draft / ASIDE)
    except OSError as error:
        raise InputError(
            f"cannot write the site: {error.strerror}", id=str(folder), hint="name another folder"
        ) from None


def build(site: Site, folder: Path, previous: Manifest | None = None) -> Built:
    """Bring `folder` to the state of `site`. Raises as `building` and `render_site`."""
    with building(folder, previous) as tree:
        for name, value, render in units(site):
            key = blake2b(fingerprint() + state_of(value), digest_size=16).digest()
            tree.put(name, key, partial(_unnoted, render))
    return tree.done()


def _unnoted(render: Callable[[], Iterable[File]]) -> tuple[Iterable[File], bytes]:
    return render(), b""


def manifest_of(folder: Path) -> Manifest | None:
    """What the last build left in a folder; `None` for the first one, or where it cannot be read."""
    try:
        return msgspec.msgpack.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def _refuse_foreign(folder: Path) -> None:
    """A folder of something else is not ours to replace."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:  # there is none yet, or it cannot be read: making the draft tells
        return
    if names and MANIFEST not in names:
        raise InputError("it holds files that are no site of ours", id=str(folder), hint="name a new folder")


def _carry_over(folder: Path, root: Path, previous: Manifest) -> None:
    """Bring along what lies at the top of the old tree and was not made by us."""
    ours = {place.partition("/")[0] for made in previous.units.values() for place in made.files}
    for entry in folder.iterdir():
        if entry.name in ours or entry.name == MANIFEST or (root / entry.name).exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, root / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, root / entry.name, follow_symlinks=False)
