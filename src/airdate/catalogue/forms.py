"""The forms under which a name is found, and the forms within a typing error of a query. Pure.

A name is found as `fold` writes it, in its variants (without article, without apostrophes), and romanised
where its script spells sounds: Hangul, Kana, Cyrillic, Greek, Arabic. Han characters are not romanised, since
their reading depends on the language.

One typing error (a letter too many, too few, wrong, or two swapped) leaves the first or the last part of a
name as it is. So all names within one error begin or end as the query does and differ in length by at most
one: `probes` says where to look, in an index of the forms and one of the forms written backwards. (Partition
into exact searching: Navarro, "A guided tour to approximate string matching", ACM Comput. Surv. 33, 2001.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import OSA

from airdate.catalogue.fold import fold, variants

MAX_FORM = 160  # folded characters; longer names are cut out of the index, not out of the catalogue

TITLE, NAME, VARIANT, ROMANISED = range(4)

_ARTICLE = re.compile(r"^(?:the|an?) (?=.)")
_SOUNDS = re.compile("[\u0370-\u052f\u0600-\u06ff\u3040-\u30ff\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


class Probe(NamedTuple):
    """Look for forms of this length that begin so, in the index or the mirrored one."""

    length: int
    beginning: str
    mirrored: bool


def forms(name: str, rank: int) -> dict[str, int]:
    """Each form of a name with its rank; `rank` is that of the name itself."""
    folded = fold(name)
    if not folded or len(folded) > MAX_FORM:
        return {}
    found = dict.fromkeys(variants(name, folded), VARIANT)
    found[folded] = rank
    if not name.isascii() and _SOUNDS.search(name) and not _HAN.search(name):
        latin = fold(anyascii(name))
        for form in (latin, latin.replace(" ", "")):
            if 0 < len(form) <= MAX_FORM:
                found.setdefault(form, ROMANISED)
    return found


def bare(query: str) -> str:
    """A query's form without its article."""
    return _ARTICLE.sub("", fold(query))


def probes(form: str, spread: int = 1) -> list[Probe]:
    """Where every form within one typing error of this one is to be found.

    A `spread` of more letters also finds some that a word tells apart, but not all.
    """
    size = len(form)
    half = max(1, size // 2)
    parts = ((form[:half], False), (form[::-1][:half], True))
    lengths = range(max(1, size - spread), size + spread + 1)
    found = [Probe(length, part, back) for length in lengths for part, back in parts]
    if size % 2 == 0 and size > 0:  # two letters swapped across the middle leave neither part whole
        found.append(Probe(size, form[: half - 1] + form[half] + form[half - 1] + form[half + 1 :], False))
    return found


def distances(form: str, candidates: Iterable[str], limit: int) -> dict[str, int]:
    """Typing errors between a form and each candidate within the limit, or a third of the form's letters."""
    limit = min(limit, max(1, len(form) // 3))
    scored = ((each, OSA.distance(form, each, score_cutoff=limit)) for each in candidates)
    return {each: errors for each, errors in scored if errors <= limit}
