"""Markup that is built to choke a parser is refused before it is parsed.

Parsers take quadratic time or memory on three things, measured with lexbor: elements nested by the ten
thousand, attributes by the ten thousand on one tag, and unclosed formatting elements, which HTML
repeats in every following paragraph. One linear pass bounds all three.
"""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter

from airdate.errors import DocumentError

MAX_DEPTH = 4000  # pages of the real web stay below 200
MAX_ATTRIBUTES = 2000  # on one tag
MAX_REPEATED = 1_000_000  # open formatting elements, summed over all tags

#: A tag's name, with the slash where it closes, and its attributes; a quoted value may hold ">".
#: Possessive, so each character is read once.
_TAG = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9:]{0,30}+)"
    r"((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)"
)
_NEVER_OPEN = frozenset(
    "area base br col embed hr img input link meta param source track wbr "  # noqa: SIM905
    "p li dt dd tr td th thead tbody tfoot option optgroup rp rt".split()
)
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905
_LONG_TAG = 4 * MAX_ATTRIBUTES  # characters that so many attributes need at least


def refuse_hostile(markup: str, id: str) -> None:
    """Raise `DocumentError` for markup that no honest page has; linear in its length."""
    tags = _TAG.findall(markup)
    longest = max(map(len, map(itemgetter(1), tags)), default=0)
    if longest > _LONG_TAG and any(_attributes(text) > MAX_ATTRIBUTES for _, text in tags):
        raise _refusal(f"more than {MAX_ATTRIBUTES} attributes on one tag", id)
    names = Counter(map(itemgetter(0), tags))
    formatting = sum(count for name, count in names.items() if name.lower().removeprefix("/") in _FORMATTING)
    if (len(tags) > MAX_DEPTH or formatting * len(tags) > MAX_REPEATED) and _is_tangled(tags):
        raise _refusal(f"tags nested more than {MAX_DEPTH} deep, or never closed", id)


def _is_tangled(tags: list[tuple[str, str]]) -> bool:
    open_tags: Counter[str] = Counter()
    depth = formatting = repeated = 0
    for name, _ in tags:
        repeated += formatting
        if depth > MAX_DEPTH or repeated > MAX_REPEATED:
            return True
        tag = name.lower().removeprefix("/")
        closes = name.startswith("/")
        if tag in _NEVER_OPEN or (closes and not open_tags[tag]):
            continue
        step = -1 if closes else 1
        open_tags[tag] += step
        depth += step
        formatting += step if tag in _FORMATTING else 0
    return depth > MAX_DEPTH


def _attributes(text: str) -> int:
    if len(text) <= _LONG_TAG:
        return 0
    return len(re.sub(r"\"[^\"]*\"|'[^']*'", "", text).split())


def _refusal(what: str, id: str) -> DocumentError:
    return DocumentError(what, id=id, hint="no honest page has that")
