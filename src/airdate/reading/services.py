"""The services, channels, studios and outlets that pages name, by their usual names.

A service shows a work and can decide on it; a studio decides and announces; an outlet only passes the
word on. Names that are also common words (`Max`, `Sky`) count only where the words around them say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from airdate.reading.cues import load, one_of, read_table

_TABLE = read_table("names")
_CUES = load("services")
_LEAD, _FOLLOW = _CUES["lead"], _CUES["follow"]

#: Usual name → other spellings, parted by bars. The keys are spellings too.
SERVICES: dict[str, str] = _TABLE["services"]
STUDIOS: tuple[str, ...] = tuple(_TABLE["studios"])
TRADES: tuple[str, ...] = tuple(_TABLE["trades"])
PRESS: tuple[str, ...] = tuple(_TABLE["press"])
_WORDS = frozenset(_TABLE["words"])
_EVERYDAY_OUTLETS = frozenset(_TABLE["everyday_outlets"])
#: "CBS Studios" makes works, "ITV News" tells of the world: neither shows them.
_MAKER_AFTER = re.compile(
    r" (?:Studios?|Productions|Television|Pictures|Films|News|Sports?|Entertainment|Media)\b"
)
_OUTLET_LEAD = re.compile(r"\b(?:told|tells|to|with|per|according to|by|via|from|for|in) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service, studio or outlet named at `start:end`; `role` says which it is."""

    start: int
    end: int
    name: str
    role: str  # "service", "studio", "outlet"


def _by_spelling() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for names, role in ((TRADES, "outlet"), (PRESS, "outlet"), (STUDIOS, "studio")):
        table.update({name: (name, role) for name in names})
    for name, others in SERVICES.items():
        for spelling in (name, *filter(None, others.split("|"))):
            table[spelling] = (name, "service")
    return table


_BY_SPELLING = _by_spelling()
_NAMES = re.compile(rf"(?<![\w'#@/.])(?:{one_of(sorted(_BY_SPELLING, key=len, reverse=True))})(?!\w|-\w)")


def find_services(flat: str) -> tuple[ServiceHit, ...]:
    """All services, studios and outlets named in a flattened sentence, left to right."""
    hits = []
    for match in _NAMES.finditer(flat):
        name, role = _BY_SPELLING[match[0]]
        if match[0] in _EVERYDAY_OUTLETS and not _OUTLET_LEAD.search(flat, 0, match.start()):
            continue
        if _MAKER_AFTER.match(flat, match.end()) or (match[0] in _WORDS and not _is_led(flat, match)):
            continue
        hits.append(ServiceHit(match.start(), match.end(), name, role))
    return tuple(hits)


def _is_led(flat: str, match: re.Match[str]) -> bool:
    return _LEAD.search(flat, 0, match.start()) is not None or _FOLLOW.match(flat, match.end()) is not None
