"""The forms under which a name is found, and the forms within a typing error of a query. Pure.

A name is found as `fold` writes it, in its variants (without article, without apostrophes), and romanised
where its script spells sounds: Hangul, Kana, Cyrillic, Greek, Arabic. Han characters are not romanised, since
their reading depends on the language.

One typing error (a letter too many, too few, wrong, or two swapped) leaves the first or the last part of a
name as it is. So all names within one error begin or end as the query does and differ in length by at most
one: `probes` says where to look, in an index of the forms and one of the forms written backwards. (Partition
into exact searching: Navarro, "A guided tour to approximate string matching", ACM Comput. Surv. 33, 2001.)
Where so many names begin or end so that looking through them is slow, and the letters are few enough to try
(ASCII), errors in the middle are written out instead (`edits`), and `long_probes` has two thirds of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from airdate.catalogue.fold import fold, variants

MAX_FORM = 160  # folded characters; longer names are cut out of the index, not out of the catalogue

TITLE, NAME, VARIANT, ROMANISED = range(4)

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "  # of folded ASCII
_SHORT = 10  # letters of a form of which all errors are written out
MAX_WRITTEN_OUT = 60  # letters

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
    found = _probes(form, half, half, spread)
    if size % 2 == 0 and size > 0:  # two letters swapped across the middle leave neither part whole
        found.append(Probe(size, form[: half - 1] + form[half] + form[half - 1] + form[half + 1 :], False))
    return found


def can_write_out(form: str) -> bool:
    """Are there so few letters to try that `edits` and `long_probes` together do what `probes` does?"""
    return form.isascii() and len(form) <= MAX_WRITTEN_OUT


def long_probes(form: str) -> list[Probe]:
    """Where the forms with an error at the beginning or the end are to be found."""
    start, end = _middle(form)
    return _probes(form, end, len(form) - start, 1) if start else []


def edits(form: str) -> list[str]:
    """The forms with an error in the middle of this one, or with two letters swapped anywhere."""
    start, end = _middle(form)
    swapped = [form[:i] + form[i + 1] + form[i] + form[i + 2 :] for i in range(len(form) - 1)]
    left_out = [form[:i] + form[i + 1 :] for i in range(start, end)]
    changed = [form[:i] + letter + form[i + 1 :] for i in range(start, end) for letter in _LETTERS]
    put_in = [form[:i] + letter + form[i:] for i in range(start, end + 1) for letter in _LETTERS]
    return [*swapped, *left_out, *changed, *put_in]


def _middle(form: str) -> tuple[int, int]:
    """The letters whose errors are written out: all of a short form."""
    size = len(form)
    return (0, size) if size <= _SHORT else (size // 3, size - size // 3)


def _probes(form: str, first: int, last: int, spread: int) -> list[Probe]:
    """For forms that share the first or the last letters with this one."""
    parts = ((form[:first], False), (form[::-1][:last], True))
    lengths = range(max(1, len(form) - spread), len(form) + spread + 1)
    return [Probe(length, part, back) for length in lengths for part, back in parts]


def distances(form: str, candidates: Iterable[str], limit: int) -> dict[str, int]:
    """Typing errors between a form and each candidate within the limit, or a third of the form's letters."""
    limit = min(limit, max(1, len(form) // 3))
    scored = process.extract(form, list(candidates), scorer=OSA.distance, score_cutoff=limit, limit=None)
    return {each: int(errors) for each, errors, _ in scored}
