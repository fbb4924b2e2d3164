"""When a day of release counts as confirmed: the one rule behind every page, calendar, feed and check.

A day is confirmed where a rights holder names it, an editor has pinned it, or two sources name it that do
not draw on each other. Hedged words, undated pages, aggregators and content farms do not count. Two
tellings draw on each other where they share a story, a speaker or an outlet; names are compared loosely,
for two outlets taken for one leave a day unconfirmed, and one taken for two would confirm it wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from airdate.dates import Window
from airdate.ledger.policy import INDEPENDENT, Rank, rank
from airdate.ledger.statement import fold
from airdate.sources.documents import host
from airdate.types import Claim

_SHORT = 4  # letters; a shorter name is in many others
_LIKE = 88.0
_GENERIC = ("co", "com", "org", "net", "ac", "gov")  # labels before a country's code, which name nobody


def is_confirmed_day(day: Window, claims: Iterable[Claim]) -> bool:
    """Do these claims, of the belief's support, confirm the day? A window or uncertain day never is.

    >>> from airdate.dates import parse
    >>> is_confirmed_day(parse("2026-09"), [])
    False
    """
    if not day.is_day or day.edtf != str(day.earliest):
        return False
    words = [claim for claim in claims if _names_day(claim, day)]
    return any(rank(claim) >= Rank.ANNOUNCED for claim in words) or independent(words) >= INDEPENDENT


def _names_day(claim: Claim, day: Window) -> bool:
    is_firm = claim.said_on is not None and rank(claim) > Rank.GUESSED
    return is_firm and claim.kind == "release" and claim.value == day.edtf


def independent(claims: Iterable[Claim]) -> int:
    """How many groups of tellings share neither story, speaker nor outlet."""
    groups: list[set[str]] = []
    for claim in claims:
        tellers = _tellers(claim)
        linked = [group for group in groups if _share(group, tellers)]
        groups = [group for group in groups if not _share(group, tellers)] + [tellers.union(*linked)]
    return len(groups)


def _tellers(claim: Claim) -> set[str]:
    outlet = claim.said_via or host(claim.url) or claim.document_id
    return {name for name in (claim.origin, claim.who, outlet) if name}


def _share(group: Iterable[str], tellers: Iterable[str]) -> bool:
    return any(same_teller(a, b) for a in group for b in tellers)


def same_teller(a: str, b: str) -> bool:
    """Can the two names be one outlet or speaker: `hollywoodreporter.com` and "The Hollywood Reporter"?

    >>> same_teller("ew.com", "Entertainment Weekly"), same_teller("tidings.example", "Quaylight")
    (True, False)
    """
    x, y = _letters(a), _letters(b)
    if x == y or a.endswith(f".{b}") or b.endswith(f".{a}") or x in _initials(b) or y in _initials(a):
        return True
    is_part = min(len(x), len(y)) >= _SHORT and (x in y or y in x)
    return is_part or fuzz.ratio(x, y, score_cutoff=_LIKE) > 0


def _letters(name: str) -> str:
    """The name's letters without its article; of a domain the label that names it."""
    if "." not in name or " " in name:
        return fold(name.removeprefix("The "))
    *labels, _ = name.lower().removeprefix("www.").split(".")
    return fold(max((label for label in labels if label not in _GENERIC), key=len, default=name))


def _initials(name: str) -> tuple[str, ...]:
    """`ew` for "Entertainment Weekly"; with and without its article."""
    words = re.findall(r"\w+", name) if "." not in name else []
    letters = "".join(word[0] for word in words).casefold()
    return (letters, letters.removeprefix("t")) if len(words) > 1 else ()
