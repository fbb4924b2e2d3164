"""The forms under which a name is found, and the forms within a typing error of a query. Pure.

A name is found as `fold` writes it, in its variants (without article, without apostrophes), and romanised
where its script spells sounds: Hangul, Kana, Cyrillic, Greek, Arabic. Han characters are not romanised, since
their reading depends on the language.

One typing error (a letter too many, too few, wrong, or two swapped) leaves the first or the last part of a
name as it is. So all names within one error begin or end as the query does and differ in length by at most
one: `probes` says where to look, in an index of the forms and one of the forms written backwards. (Partition
into exact searching: Navarro, "A guided tour to approximate string matching", ACM Comput. Surv. 33, 2001.)
A part must be long to be rare, so where the letters are few enough to try (ASCII), errors in the middle are
written out instead (`edits`), and the parts are two thirds of the name.
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
_SHORT, _LONG = 10, 60  # letters of a name of which all errors are written out, and none

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
    """Where every form within one typing error of this one is to be found, but for `edits`.

    A `spread` of more letters also finds some that a word tells apart, but not all.
    """
    size = len(form)
    start, end = _middle(form) if spread == 1 else (size - size // 2, size // 2)
    if start == 0 < end:
        return []  # all is written out
    parts = ((form[: max(end, 1)], False), (form[min(start, size - 1) :][::-1], True))
    lengths = range(max(1, size - spread), size + spread + 1)
    return [Probe(length, part, back) for length in lengths for part, back in parts]


def edits(form: str) -> list[str]:
    """The forms that come of one error in the middle of this one, or of two letters swapped anywhere."""
    start, end = _middle(form)
    swapped = [form[:i] + form[i + 1] + form[i] + form[i + 2 :] for i in range(len(form) - 1)]
    left_out = [form[:i] + form[i + 1 :] for i in range(start, end)]
    changed = [form[:i] + letter + form[i + 1 :] for i in range(start, end) for letter in _LETTERS]
    put_in = [form[:i] + letter + form[i:] for i in range(start, end + 1) for letter in _LETTERS]
    return [*swapped, *left_out, *changed, *(put_in if start < end else [])]


def _middle(form: str) -> tuple[int, int]:
    """The letters whose errors are written out; none where there are too many letters to try."""
    size = len(form)
    if size > _LONG or not form.isascii():
        return size // 2, size // 2
    return (0, size) if size <= _SHORT else (size // 3, size - size // 3)


def distances(form: str, candidates: Iterable[str], limit: int) -> dict[str, int]:
    """Typing errors between a form and each candidate within the limit, or a third of the form's letters."""
    limit = min(limit, max(1, len(form) // 3))
    scored = process.extract(form, list(candidates), scorer=OSA.distance, score_cutoff=limit, limit=None)
    return {each: int(errors) for each, errors, _ in scored}
