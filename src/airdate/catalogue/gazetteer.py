"""Known names, found in texts: a million of them in one file, mapped and shared by all processes.

Invariant: a hit's offsets are of the original text, it begins and ends with a token, hits do not overlap,
and the longest name wins. A name of one word is a hit only with evidence beside it (`evidence`).

Names are kept folded in a marisa trie; a name's titles and work ids are its values. One name of several
works of the same title is a hit without a work id. Where the works' titles differ, the work whose usual
title it is goes first; where there is none such, the name is nobody's and gives no hit.

    >>> names = Gazetteer.of([("La Casa de Papel", "Money Heist", "w1")])
    >>> names.scan("“La casa de papel” is over")
    [NameHit(start=1, end=17, title='Money Heist', work_id='w1')]
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import accumulate, compress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeAlias

import marisa_trie

from airdate.catalogue.evidence import COMMON, OPENERS, is_name
from airdate.catalogue.fold import Token, fold, tokens, variants
from airdate.errors import DataError
from airdate.types import NameHit

#: A name, the usual title of its work, and the work's id.
Name: TypeAlias = tuple[str, str, str]

MAX_NAME = 160  # folded characters; longer names are not kept

_MAGIC = b"airdate\x01"
_HEADER = struct.Struct("<8sQQ")  # then the names' trie, padded to eight bytes, and the works' trie
_OPENER = re.compile(f"[{''.join(OPENERS)}]")
_PART = "\x1f"  # between title and work id in a value


class Gazetteer:
    """Finds known names in texts; made by `of`, or by `build` once and `open` ever after."""

    def __init__(
        self, names: marisa_trie.Trie, works: marisa_trie.BytesTrie, file: memoryview | None = None
    ) -> None:
        self._names = names  # answers "which names begin here?" in one step, which `works` cannot
        self._works = works
        self._file = file  # the tries read from it, and do not keep it alive themselves

    @classmethod
    def of(cls, names: Iterable[Name]) -> Gazetteer:
        """A gazetteer in memory, for short lists."""
        works = marisa_trie.BytesTrie(_keys(names))
        return cls(marisa_trie.Trie(works.iterkeys()), works)

    @classmethod
    def build(cls, names: Iterable[Name], path: Path) -> None:
        """Write a gazetteer's file; an open one is not disturbed (the file is replaced, not changed)."""
        made = cls.of(names)
        new = path.with_name(path.name + ".new")
        with new.open("wb") as file:
            first, second = made._names.tobytes(), made._works.tobytes()
            file.write(_HEADER.pack(_MAGIC, len(first), len(second)))
            file.write(first + bytes(-len(first) % 8) + second)
        new.replace(path)

    @classmethod
    def open(cls, path: Path) -> Gazetteer:
        """Map a file that `build` wrote.

        Raises:
            DataError: no such file, or no gazetteer.
        """
        hint = "build it again from the catalogue"
        try:
            with path.open("rb") as file:
                view = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
            magic, first, second = _HEADER.unpack_from(view)
            start, middle = _HEADER.size, _HEADER.size + first + -first % 8
            if magic != _MAGIC or middle + second != len(view):
                raise ValueError("another kind of file, or cut short")
            names = marisa_trie.Trie().map(view[start : start + first])
            works = marisa_trie.BytesTrie().map(view[middle:])
        except (OSError, RuntimeError, ValueError, struct.error) as error:
            raise DataError(f"not a gazetteer: {error}", id=str(path), hint=hint) from None
        return cls(names, works, view)

    def __len__(self) -> int:
        """How many folded names it holds, variants included."""
        return len(self._names)

    def find(self, name: str) -> list[tuple[str, str]]:
        """Title and work id of each work that goes by a name, however spelt."""
        return [_split(value) for value in self._works.get(fold(name), [])]

    def scan(self, text: str) -> list[NameHit]:
        """The names in a text, from left to right."""
        scanned = _Scanned(text)
        hits = list(self._hits(scanned))
        words = {fold(text[hit.start : hit.end]) for hit in hits} - COMMON
        if vouched := frozenset(word for word in words if " " not in word):
            scanned.vouched = vouched
            hits = list(self._hits(scanned))
        return hits

    def _hits(self, scanned: _Scanned) -> Iterator[NameHit]:
        begin = 0  # the first token that no hit has taken
        for i in scanned.beginnings:
            if i >= begin and (hit := self._longest(scanned, i)) is not None:
                found, title, work_id = hit
                begin = i + len(found)
                yield NameHit(start=found[0].start, end=found[-1].end, title=title, work_id=work_id)

    def _longest(self, scanned: _Scanned, i: int) -> tuple[list[Token], str, str] | None:
        start = scanned.offsets[i]
        window = scanned.folded[start : start + MAX_NAME + 1]
        for key in reversed(self._names.prefixes(window)):
            if window[len(key) : len(key) + 1] not in ("", " "):
                continue
            found = scanned.tokens[i : i + key.count(" ") + 1]
            if scanned.is_name(i, found) and (work := _resolve(key, self._works[key])):
                return found, *work
        return None


class _Scanned:
    """A text, its tokens, and where a name may begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        words = [token.word for token in self.tokens]
        self.folded = " ".join(words)
        lengths = [len(word) + 1 for word in words]
        self.offsets = list(accumulate(lengths, initial=0))  # of each token in the folded text
        small = [text[start:end].islower() for _, start, end in self.tokens]
        quoted = {match.end() for match in _OPENER.finditer(text)}
        self.beginnings = [
            i
            for i, (token, lower) in enumerate(zip(self.tokens, small, strict=True))
            if not lower or token.start in quoted
        ]
        self.lower = frozenset(compress(words, small))
        self.vouched: frozenset[str] = frozenset()

    def is_name(self, i: int, found: list[Token]) -> bool:
        before = self.tokens[max(0, i - 5) : i]
        return is_name(self.text, found, before, lower=self.lower, vouched=self.vouched)


def _keys(names: Iterable[Name]) -> Iterator[tuple[str, bytes]]:
    """Each name folded, and its other forms where no work has such a form for its own name."""
    rows = [(key, name, _join(title, work_id)) for name, title, work_id in names if (key := fold(name))]
    own = {key for key, _, _ in rows}
    for key, name, value in rows:
        forms = (form for form in variants(name, key) if form not in own)
        yield from ((form, value) for form in (key, *forms) if len(form) <= MAX_NAME)


def _resolve(key: str, values: list[bytes]) -> tuple[str, str] | None:
    """The one title behind a name, and its work id where there is only one."""
    works = [_split(value) for value in values]
    if len({title for title, _ in works}) > 1:
        works = [(title, work_id) for title, work_id in works if fold(title) == key]
    titles, ids = {title for title, _ in works}, {work_id for _, work_id in works}
    if len(titles) != 1:
        return None
    return titles.pop(), ids.pop() if len(ids) == 1 else ""


def _join(title: str, work_id: str) -> bytes:
    return f"{title}{_PART}{work_id}".encode()


def _split(value: bytes) -> tuple[str, str]:
    title, _, work_id = value.decode().rpartition(_PART)
    return title, work_id
