"""Ten rewrites of one report are one story: clusters of documents, each with the one it goes back to.

Two documents tell one story where their words are nearly the same (shingles, compared by MinHash so that
the work stays linear), or where they claim the same of the same work within a few days and one names the
other, or both name the same outlet, as the source. A story's origin is the outlet that its documents
name; else the document that came first.

Broder, "On the resemblance and containment of documents" (1997), for shingles and MinHash.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from operator import eq
from zlib import crc32

import msgspec
import numpy as np

from airdate.reading.services import PRESS, TRADES
from airdate.reading.text import MAX_BODY, body, fold_name
from airdate.types import Claim, Document, Reading

SHINGLE = 5  # words
HASHES = 64
BANDS = 16  # of four rows: texts that share four fifths of their shingles meet almost surely
ALIKE = 0.5  # share of equal hashes from which two texts are one
DAYS = 7  # a rewrite follows within a week
_WORDS = re.compile(r"\w+")


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Documents that go back to one report. `origin` is an outlet's name, or the first document's id."""

    origin: str
    documents: tuple[str, ...]


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a document to know its rewrites: no words of it.

    `hashes` are its MinHash, empty for a short text; `outlets` the ones that it names as its source; `told`
    are its claims, folded, as title, season, kind and value.
    """

    document: str
    day: date | None
    hashes: tuple[int, ...]
    outlets: tuple[str, ...]
    told: tuple[tuple[str, int | None, str, str], ...]


def sign(document: Document, reading: Reading) -> Signature:
    """The signature of a document and what was read in it."""
    return Signature(
        document=document.id,
        day=document.published.earliest if document.published is not None else None,
        hashes=_min_hashes(body(document)[:MAX_BODY]),
        outlets=tuple(sorted(_sources(reading.claims))),
        told=tuple((fold_name(c.title), c.season, c.kind, c.value) for c in reading.claims),
    )


def cluster(read: Sequence[tuple[Document, Reading]]) -> tuple[Story, ...]:
    """The stories that documents tell, in the order of their first documents; a lone document is one too."""
    return cluster_signed([sign(document, reading) for document, reading in read])


def cluster_signed(signed: Sequence[Signature]) -> tuple[Story, ...]:
    """As `cluster`, of documents whose texts may be gone."""
    parent = list(range(len(signed)))
    for a, b in (*_alike(signed), *_attributed(signed)):
        parent[_root(parent, b)] = _root(parent, a)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(signed)):
        groups[_root(parent, index)].append(index)
    return tuple(_story([signed[i] for i in group]) for group in groups.values())


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _story(members: Sequence[Signature]) -> Story:
    members = sorted(members, key=lambda member: (member.day or date.max, member.document))
    named = Counter(outlet for member in members for outlet in member.outlets)
    first = members[0]
    origin = named.most_common(1)[0][0] if named and len(members) > 1 else first.document
    return Story(origin=origin, documents=tuple(member.document for member in members))


def _sources(claims: Iterable[Claim]) -> set[str]:
    """The outlets that claims are said to come from."""
    return {
        name
        for c in claims
        for name in (c.origin, c.who, c.said_via)
        if name is not None and name in _OUTLETS
    }


_OUTLETS = frozenset((*TRADES, *PRESS))


def _attributed(signed: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Pairs that claim the same within a week, and name the same outlet for it."""
    seen: dict[tuple[object, ...], tuple[int, date | None]] = {}
    for index, one in sorted(enumerate(signed), key=lambda e: e[1].day or date.max):
        for key in product(one.outlets, one.told):
            known = seen.setdefault(key, (index, one.day))
            if known[0] != index and _is_near(known[1], one.day):
                yield known[0], index


def _is_near(a: date | None, b: date | None) -> bool:
    return a is not None and b is not None and abs(b - a) <= timedelta(days=DAYS)


def _alike(signed: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Pairs whose texts are nearly the same; candidates share a band of hashes."""
    rows = HASHES // BANDS
    buckets: dict[tuple[int, tuple[int, ...]], int] = {}
    for index, one in enumerate(signed):
        bands = ((band, one.hashes[band * rows : (band + 1) * rows]) for band in range(BANDS))
        candidates = {buckets.setdefault(band, index) for band in bands} if one.hashes else set()
        for first in sorted(candidates - {index}):
            if _resemblance(signed[first].hashes, one.hashes) >= ALIKE:
                yield first, index


def _resemblance(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    equal: int = sum(map(eq, a, b))
    return equal / HASHES


def _min_hashes(text: str) -> tuple[int, ...]:
    """The smallest hash of the shingles under each permutation; empty for a short text."""
    words = _WORDS.findall(text.lower())
    shingles = {crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1)}
    if not shingles:
        return ()
    hashed = np.fromiter(shingles, np.uint64, len(shingles))
    return tuple(((_FACTORS * hashed + _SHIFTS) >> _HALF).min(axis=1).tolist())


#: Multiply and shift, modulo 2^64; fixed, so that a text has the same hashes in every process.
_FACTORS, _SHIFTS = (
    np.array(
        [[crc32(b"%s%d" % (name, i)) << 31 | crc32(b"%d%s" % (i, name)) | 1] for i in range(HASHES)]
    ).astype(np.uint64)
    for name in (b"a", b"b")
)
_HALF = np.uint64(32)
