"""What makes two claims the same statement, and what a claim needs to be held at all.

Invariant: `entry_id_of` never changes its recipe. Ids are stored, linked to and quoted by people, so the
folding below is this module's own and frozen, whatever names the catalogue learns to match.

In the id: the document; the title, season, kind and value; the person (the character where no person
is named); region and release type. Not in it:

- reader, rule, span, modality, `when`, `who`, `said_on`, standing: a better reader of the same text may
  find them otherwise, and that is a new version of the same statement, not a second statement;
- the character beside a person, for the same reason;
- the work: a page says a title, and which work that is can be found out better later.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

import msgspec

from airdate import dates
from airdate.dates import Window
from airdate.errors import DateError, InputError
from airdate.ledger import codec
from airdate.types import KIND_VALUES, Claim

ID_DIGITS = 24  # 96 bits: a collision among a thousand million entries has odds of about 1 in 10^11
MAX_SEASON = 9999  # some soaps and shows number their seasons by the year

#: Kinds whose value is wording, which differs by case and punctuation; in a date each mark counts.
_NAMED = ("provider", "plot")
_NAMES = 10_000  # that are kept folded
_SEPARATOR = "\x1f"
_MARKS = re.compile(r"[^0-9a-z]+")


def entry_id_of(claim: Claim) -> str:
    """The id of the statement that a claim makes: `ID_DIGITS` hex digits."""
    parts = (
        claim.document_id,
        fold(claim.title),
        "" if claim.season is None else str(claim.season),
        claim.kind,
        fold(claim.value) if claim.kind in _NAMED else claim.value,
        fold(claim.person or claim.character or ""),
        fold(claim.region or ""),
        claim.release_type or "",
    )
    return blake2b(_SEPARATOR.join(parts).encode(), digest_size=ID_DIGITS // 2).hexdigest()


def fold(text: str) -> str:
    """The text without case, punctuation and spaces: "Park Ji-hu" and "park ji hu" fold to one.

    A text of nothing but punctuation, as some titles are, is kept as it is.
    """
    if text.isascii():  # the same, ten times faster
        return _MARKS.sub("", text.lower()) or text.strip()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNM") or text.strip()


#: The same for names, which come again and again.
fold_name = lru_cache(_NAMES)(fold)


def same_content(a: Claim, b: Claim) -> bool:
    """Do two readings of a statement say the same, whoever read it and however long we may keep it?

    Words that were dropped, or never kept, are no difference.
    """
    if a.span is None or b.span is None:
        a, b = unquoted(a), unquoted(b)
    return _said(a) == _said(b)


def _said(claim: Claim) -> Claim:
    return msgspec.structs.replace(claim, reader="", rule="", retention_until=None)


def fault(claim: Claim) -> str | None:
    """Why a claim cannot be held; `None` where it can."""
    if not claim.document_id:
        return "it names no document"
    if not claim.title.strip():
        return "it names no title"
    if claim.season is not None and not 0 <= claim.season <= MAX_SEASON:
        return f"{claim.season} is no number of a season"
    return _storage_fault(claim) or _value_fault(claim)


def _value_fault(claim: Claim) -> str | None:
    allowed = KIND_VALUES[claim.kind]
    if allowed is not None:
        return None if claim.value in allowed else f"{claim.value!r} is no value of {claim.kind}"
    if claim.kind == "release" and claim.value != "unannounced":
        return _date_fault(claim.value)
    if claim.kind == "episodes" and not re.fullmatch(r"[0-9]{1,4}", claim.value):
        return f"{claim.value!r} is no number of episodes"
    return None if claim.value.strip() else "it has no value"


def _storage_fault(claim: Claim) -> str | None:
    """What is held must come back: no lone surrogates or NUL, no numbers beyond 64 bits, no unknown kinds."""
    try:
        text = codec.encode_claim(claim)
        if "\\u0000" in text:
            return "it cannot be stored: it holds a NUL"
        codec.check_claim(text)
    except (UnicodeEncodeError, OverflowError, msgspec.ValidationError, DateError) as error:
        return f"it cannot be stored: {error}"
    return None


def _date_fault(text: str) -> str | None:
    try:
        dates.parse(text)
    except DateError as error:
        return str(error)
    return None


def unquoted(claim: Claim) -> Claim:
    """The claim without the article's words: no span, and of the plot only that something was said."""
    value = "" if claim.kind in _FREE_TEXT else claim.value
    return msgspec.structs.replace(claim, span=None, retention_until=None, value=value)


#: What a redacted claim keeps: nothing that names a person, quotes anyone or leads to the page.
_KEPT = (
    "title",
    "season",
    "kind",
    "value",
    "modality",
    "when",
    "region",
    "release_type",
    "said_on",
    "reader",
    "rule",
    "standing_of_source",
    "licence",
)
#: Kinds whose value is free text, which may name anyone.
_FREE_TEXT = ("plot",)

#: A correction may not touch the evidence, nor which reader gave it.
_FIXED = ("document_id", "span", "reader", "rule")


def redacted(claim: Claim) -> Claim:
    """The claim without its words, names and links.

    It keeps by list, so that a field added to `Claim` one day is wiped unless someone decides otherwise.
    """
    kept = {name: getattr(claim, name) for name in _KEPT}
    if claim.kind in _FREE_TEXT:
        kept["value"] = ""
    return Claim(**kept)


def corrected(claim: Claim, changes: Mapping[str, object]) -> Claim:
    """The claim with some fields replaced; windows may be given as EDTF text.

    Raises:
        InputError: no such field, one that is evidence, or a value that does not fit.
    """
    allowed = [name for name in Claim.__struct_fields__ if name not in _FIXED]
    for name in changes:
        if name not in allowed:
            raise InputError(
                "not a field that can be corrected", id=name, hint="one of " + ", ".join(allowed)
            )
    given = {n: v.edtf if isinstance(v, Window) else v for n, v in changes.items()}
    season = given.get("season")
    if isinstance(season, str) and season.isascii() and season.isdigit():
        given["season"] = int(season)
    try:
        new = codec.claim_from_builtins({**codec.claim_to_builtins(claim), **given})
    except msgspec.ValidationError as error:
        raise InputError(f"the correction does not fit: {error}", id=", ".join(changes)) from None
    if reason := fault(new):
        raise InputError(f"the correction does not fit: {reason}", id=", ".join(changes))
    return new
