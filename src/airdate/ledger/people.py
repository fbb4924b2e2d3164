"""Which names on pages are one person: spellings, name order, and roles.

Names are joined only on good grounds, for two people taken for one is worse than one shown twice:

- the same letters in the same order once romanisation is evened out, family name first or last
  ("Park Ji-hu", "Ji-hu Park", "Park Ji-hoo");
- long names that differ by a letter ("Timothée Chalamet", "Timothee Chalemet"); in short ones a
  letter makes another person ("Kim Si-eun", "Kim Ji-eun");
- the same role ("Lomon" and "Park Solomon", both "Su-hyeok").

Names that one document lists side by side are never joined by likeness or role.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from airdate.types import Entry

_LONG = 12  # letters; at this length one differing letter in a name is a slip
_LIKE = 92.0

#: Spellings that differ between romanisations of one name, evened out in this order.
_ROMANISATION = (("oo", "u"), ("ee", "i"), ("yi", "i"))


def group(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries about people, by person: the name to show and the entries, in the order of the names.

    The name is the person's most usual spelling; a role stands where nobody is named, and nothing
    where neither is.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry.claim.person or entry.claim.character or "", []).append(entry)
    leaders = _joined(by_name)
    groups: dict[str, list[Entry]] = {}
    for name in sorted(by_name):
        leader = leaders[name]
        groups[leader] = [*groups[leader], *by_name[name]] if leader in groups else by_name[name]
    return sorted(
        (leader if members is by_name[leader] else _usual_name(members), members)
        for leader, members in groups.items()
    )


def _joined(by_name: Mapping[str, list[Entry]]) -> dict[str, str]:
    """Each name's leader among the names of the same person."""
    leaders = {name: name for name in by_name}
    documents = {name: {e.claim.document_id for e in held} for name, held in by_name.items()}
    roles = {name: {_letters(e.claim.character) for e in held} - {""} for name, held in by_name.items()}

    def join(alike: Callable[[str, str], bool]) -> None:
        for a, b in combinations(sorted(by_name), 2):
            if leaders[a] != leaders[b] and alike(a, b):
                old, new = leaders[b], leaders[a]
                leaders.update({name: new for name, leader in leaders.items() if leader == old})

    def side_by_side(a: str, b: str) -> bool:
        return bool(_of(documents, leaders, a) & _of(documents, leaders, b))

    keys = {name: _orders(name) for name in by_name}
    if _share(keys.values()):
        join(lambda a, b: bool(keys[a] & keys[b]))
    if sum(1 for key in keys.values() if any(len(letters) >= _LONG for letters in key)) > 1:
        join(lambda a, b: _slip(keys[a], keys[b]) and not side_by_side(a, b))
    if _share(roles.values()):
        join(lambda a, b: bool(roles[a] & roles[b]) and not side_by_side(a, b))
    return leaders


def _share(sets: Collection[AbstractSet[str]]) -> bool:
    """Is anything in two of the sets? To compare them two by two costs far more, and seldom is."""
    return sum(map(len, sets)) > len(set().union(*sets))


def _of(sets: Mapping[str, set[str]], leaders: Mapping[str, str], name: str) -> set[str]:
    return set().union(*(sets[other] for other, leader in leaders.items() if leader == leaders[name]))


@lru_cache(maxsize=20_000)
def _orders(name: str) -> frozenset[str]:
    """The name's letters with the family name first and last."""
    words = [_letters(word) for word in name.split()]
    words = [word for word in words if word]
    turns = (words[turn:] + words[:turn] for turn in (0, 1, -1))
    return frozenset("".join(turn) for turn in turns if turn)


@lru_cache(maxsize=20_000)
def _letters(text: str | None) -> str:
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    letters = "".join(c for c in plain if c.isalnum())
    for spelling, even in _ROMANISATION:
        letters = letters.replace(spelling, even)
    return re.sub(r"^r", "n", letters)  # Roh and Noh


@lru_cache(maxsize=20_000)
def _slip(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(
        min(len(x), len(y)) >= _LONG and fuzz.ratio(x, y, score_cutoff=_LIKE) > 0 for x in a for y in b
    )


def _usual_name(entries: list[Entry]) -> str:
    people = Counter(e.claim.person for e in entries if e.claim.person)
    roles = Counter(e.claim.character for e in entries if e.claim.character)
    names = people or roles
    return min(names, key=lambda name: (-names[name], name)) if names else ""
