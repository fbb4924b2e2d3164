"""Writes the site: whole or not at all, and only what changed.

Invariant: `folder` always holds a complete site. A new tree is made beside it, with unchanged files as
hard links into the old one, and takes its place by rename; until then, and on any error, the last good
one stays up.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from airdate.errors import InputError
from airdate.publish.site import paths
from airdate.publish.site.model import Site
from airdate.publish.site.render import Unit, state_of, units
from airdate.publish.site.templates import fingerprint
from airdate.types import Struct


class Made(Struct, frozen=True, kw_only=True):
    """One unit of the site as it was last made: the hash of its state, and each file's hash."""

    state: str
    files: dict[str, str]


class Manifest(Struct, frozen=True, kw_only=True):
    """What a build wrote, to be given to the next one; msgspec makes JSON of it and reads it back."""

    units: dict[str, Made]


class Built(Struct, frozen=True, kw_only=True):
    """What a build did: files `written` anew, `kept` as they were, and `removed`, by their place."""

    manifest: Manifest
    written: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]


def build(site: Site, folder: Path, previous: Manifest | None = None) -> Built:
    """Bring `folder` to the state of `site`.

    `previous` is the manifest of the build that `folder` holds; without one everything is made anew. A
    file of it that has gone missing is made anew too. What others have put into the folder does not
    survive: write feeds after the build, or give them a folder of their own.

    Raises:
        InputError: the folder cannot be written to, or as `render_site`.
    """
    old = _files(previous) if previous else {}
    written: list[str] = []
    made: dict[str, Made] = {}
    with _tree_beside(folder) as tree:
        for unit in units(site):
            made[unit[0]] = _make(unit, tree, folder, previous, written)
    manifest = Manifest(units=made)
    new = _files(manifest)
    return Built(
        manifest=manifest,
        written=tuple(sorted(written)),
        kept=len(new) - len(written),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _make(unit: Unit, tree: Path, folder: Path, previous: Manifest | None, written: list[str]) -> Made:
    """One unit's files in the new tree, linked where nothing changed."""
    name, value, render = unit
    state = sha256(fingerprint() + state_of(value)).hexdigest()
    old = previous.units.get(name) if previous else None
    if old is not None and old.state == state and _link_all(old, tree, folder):
        return old
    files = {}
    for path, content in render():
        place, digest = paths.file(path), sha256(content).hexdigest()
        files[place] = digest
        same = old is not None and old.files.get(place) == digest
        if not (same and _link(place, tree, folder)):
            target = tree / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(place)
    return Made(state=state, files=files)


def _link_all(made: Made, tree: Path, folder: Path) -> bool:
    return all(_link(place, tree, folder) for place in made.files)


def _link(place: str, tree: Path, folder: Path) -> bool:
    """Put the old tree's file into the new one; `False` where it is gone."""
    target = tree / place
    if target.exists():
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(folder / place, target)
    except FileNotFoundError:
        return False
    return True


def _files(manifest: Manifest) -> dict[str, str]:
    return {place: digest for made in manifest.units.values() for place, digest in made.files.items()}


@contextmanager
def _tree_beside(folder: Path) -> Iterator[Path]:
    """A new folder that takes `folder`'s place at the end, or vanishes on an error."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:50]}."))
    except OSError as error:
        raise _cannot_write(folder, error) from None
    tree = draft / "new"
    try:
        tree.mkdir()
        yield tree
        _swap(tree, folder, draft / "old")
    except OSError as error:
        raise _cannot_write(folder, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(tree: Path, folder: Path, aside: Path) -> None:
    """Two renames; if the second fails, the first is taken back."""
    had_one = folder.exists()
    if had_one:
        folder.rename(aside)
    try:
        tree.rename(folder)
    except OSError:
        if had_one:
            aside.rename(folder)
        raise


def _cannot_write(folder: Path, error: OSError) -> InputError:
    return InputError(f"cannot write the site: {error.strerror}", id=str(folder), hint="name another folder")
