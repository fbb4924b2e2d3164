"""The byte filter: could this page speak of a season or film at all? Asked of every page, before parsing.

Invariant: whatever engine looks, the same bytes are kept; both engines run in linear time. Words are matched
in the raw bytes, ASCII letters without regard to case, which holds in UTF-8 and every other charset that
keeps ASCII; a page in UTF-16 is kept unseen.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Protocol

from airdate.errors import InputError

_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: its letters are no ASCII


class Engine(Protocol):
    """Finds which groups of patterns occur in some bytes."""

    def groups(self, data: bytes, enough: Callable[[set[int]], bool]) -> set[int]:
        """The groups that occur; the search may end once there are `enough`."""
        ...


class Sieve:
    """Keeps the bytes in which the marker's group and another occur, or `least` groups."""

    def __init__(self, engine: Engine, marker: int, least: int) -> None:
        self._engine = engine
        self._marker = marker
        self._least = least

    def keeps(self, data: bytes) -> bool:
        """Is it worth parsing?"""
        return data.startswith(_WIDE) or self._enough(self._engine.groups(data, self._enough))

    def speaks(self, text: str) -> bool:
        """Does a page's own text, without menus and teasers, hold any of the words?"""
        return bool(self._engine.groups(text.encode(), bool))

    def _enough(self, seen: set[int]) -> bool:
        return len(seen) >= (2 if self._marker in seen else self._least)


@cache
def load_sieve(engine: str = "") -> Sieve:
    """The shipped filter on hyperscan where it is installed, else on re2; `engine` asks for one of the two.

    Raises:
        InputError: neither is installed.
    """
    table = tomllib.loads((resources.files(__package__) / "sieve.toml").read_text(encoding="utf-8"))
    groups: list[list[str]] = list(table["groups"].values())
    for name, made in _ENGINES.items():
        if engine in ("", name):
            try:
                return Sieve(made(groups), list(table["groups"]).index(table["marker"]), table["least"])
            except ImportError:
                continue
    hint = "install it with the extra: airdate[archives]"
    raise InputError("no engine for reading archives", id=engine or " or ".join(_ENGINES), hint=hint)


class _Hyperscan:
    def __init__(self, groups: list[list[str]]) -> None:
        import hyperscan

        patterns = [(number, pattern) for number, group in enumerate(groups) for pattern in group]
        self._done: type[Exception] = hyperscan.ScanTerminated
        self._database: Any = hyperscan.Database()
        self._database.compile(
            expressions=[pattern.encode() for _, pattern in patterns],
            ids=[number for number, _ in patterns],
            flags=hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH,
        )

    def groups(self, data: bytes, enough: Callable[[set[int]], bool]) -> set[int]:
        seen: set[int] = set()

        def note(group: int, *_: object) -> bool:
            seen.add(group)
            return enough(seen)  # true ends the scan

        with contextlib.suppress(self._done):
            self._database.scan(data, match_event_handler=note)
        return seen


class _Re2:
    def __init__(self, groups: list[list[str]]) -> None:
        import re2

        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1  # bytes are not decoded
        options.case_sensitive = False
        self._set: Any = re2.Set.SearchSet(options)
        self._groups: list[int] = []
        for number, group in enumerate(groups):
            for pattern in group:
                self._set.Add(pattern)
                self._groups.append(number)
        self._set.Compile()

    def groups(self, data: bytes, enough: Callable[[set[int]], bool]) -> set[int]:
        return {self._groups[pattern] for pattern in self._set.Match(data) or ()}


_ENGINES: dict[str, Callable[[list[list[str]]], Engine]] = {"hyperscan": _Hyperscan, "re2": _Re2}
