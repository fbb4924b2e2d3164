"""The one place that writes files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from airdate.errors import InputError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside `path` to write to; it takes `path`'s place at the end, or vanishes on an error.

    Raises:
        InputError: the folder is missing, full or not ours to write to, or something lies there that is
            no plain file of output: a device, a link, a database.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()) or _is_database(path):
        raise InputError("no plain file to write over", id=str(path), hint="name another path")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
        os.close(handle)
    except OSError as error:
        raise _cannot_write(path, error) from None
    draft = Path(name)
    try:
        yield draft
        _settle(draft, path)
    except OSError as error:
        raise _cannot_write(path, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _is_database(path: Path) -> bool:
    """A ledger or catalogue is never written over by an export."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False  # there is nothing yet, or nothing that can be read: writing will say so


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises as `replacing`."""
    with replacing(path) as draft:
        draft.write_bytes(content)


def _settle(draft: Path, path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o666 & ~mask)  # what a plain `open` would have given; a draft is private
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _cannot_write(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot write it: {error.strerror}", id=str(path), hint="name another path")
