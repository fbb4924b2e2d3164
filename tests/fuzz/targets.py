"""Every parser of what comes from outside, as a function of bytes that may raise nothing but our errors.

`corpus/<target>/` holds what each starts from: seeds of our own writing, and inputs that reached new code
when `python -m bench.fuzz` looked for bytes that break it. `test_fuzz.py` runs them all on every run.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.catalogue.adapters import bangumi, netflix, tmdb, tvmaze, wikidata
from airdate.catalogue.fold import fold, tokens
from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import AirdateError
from airdate.forecast import codecs
from airdate.ledger.codec import claim_to_builtins, decode_claim, encode_claim
from airdate.publish.clean import clean, web_address
from airdate.publish.markdown import escape
from airdate.reading import phrases, read
from airdate.sources.archives import Counts, iter_pages, load_sieve
from airdate.sources.clean import clean_line, clean_text
from airdate.sources.load import load
from airdate.sources.net.reservation import is_reserved, parse_reservations
from airdate.sources.net.urls import vet_url
from airdate.sources.stamps import parse_stamp
from airdate.types import Document
from tests.fuzz import outside

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 24)
MAX_BYTES = 200_000


def attempt(name: str, data: bytes) -> None:
    """Run a target; our own errors are answers, everything else is a fault."""
    with contextlib.suppress(AirdateError):
        TARGETS[name](data)


@cache
def _names() -> Gazetteer:
    return Gazetteer.of(load_catalogue().names())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _load(data: bytes) -> object:
    return load(data, id="fuzz", url="https://samples.example/a", max_bytes=MAX_BYTES)


def _read(data: bytes) -> object:
    title, _, text = _text(data).partition("\n")
    document = Document(id="fuzz", title=title or None, text=text, published=dates.parse("2026-03-05"))
    reading = read(document, _names())
    body = f"{title}\n{text}" if title else text
    for claim in reading.claims:
        assert claim.span is not None and claim.span.quote == body[claim.span.start : claim.span.end]
        assert dates.parse(claim.value) if claim.kind == "release" and claim.value != "unannounced" else True
    return reading


def _phrases(data: bytes) -> object:
    found = phrases.find(_text(data), dates.parse("2026-03-05"))
    return found


def _edtf(data: bytes) -> object:
    window = dates.parse(_text(data))
    assert window.earliest is None or window.latest is None or window.earliest <= window.latest
    assert dates.parse(window.edtf) == window
    return window


def _claim(data: bytes) -> object:
    import msgspec

    try:
        claim = decode_claim(_text(data))
    except msgspec.MsgspecError:
        return None
    assert decode_claim(encode_claim(claim)) == claim
    return claim_to_builtins(claim)


def _warc(data: bytes) -> object:
    return list(iter_pages(io.BytesIO(data), load_sieve(), Counts()))


def _printed(data: bytes) -> object:
    text = _text(data)
    assert "\n" not in clean(text) and "\x1b" not in clean(text)
    assert "<" not in escape(clean(text))
    return web_address(text), clean_line(text), clean_text(text), fold(text), list(tokens(text))


def _lines(parse: Callable[[Iterable[str]], object]) -> Callable[[bytes], object]:
    return lambda data: parse(io.StringIO(_text(data)))


def _found(parse: Callable[[bytes], Iterable[object]]) -> Callable[[bytes], object]:
    return lambda data: list(parse(data))


TARGETS: dict[str, Callable[[bytes], object]] = {
    "documents": _load,
    "claims": _read,
    "phrases": _phrases,
    "edtf": _edtf,
    "ledger": _claim,
    "archive": _warc,
    "printed": _printed,
    "stamps": lambda data: parse_stamp(_text(data)),
    "urls": lambda data: vet_url(_text(data)),
    "reservations": lambda data: is_reserved(parse_reservations(data), "/a/b"),
    "history": _lines(codecs.read_history),
    "milestones": _lines(codecs.read_claims),
    "requests": _lines(codecs.read_requests),
    "tvmaze": _found(lambda data: tvmaze.parse_show(data, TODAY)),
    "wikidata": _found(lambda data: wikidata.parse_entities(data, TODAY)),
    "bangumi": _found(lambda data: bangumi.parse_bangumi(data, TODAY)),
    "tmdb": _found(lambda data: tmdb.parse_series(data, TODAY)),
    "top10": _found(lambda data: netflix.parse_top10(data, TODAY, "fuzz")),
    "engagement": _found(
        lambda data: netflix.parse_engagement(data, dates.parse("2026"), None, TODAY, "fuzz")
    ),
    "film": _found(lambda data: tmdb.parse_film(data, TODAY)),
    "index": _found(lambda data: tvmaze.parse_index(data, TODAY)),
    "imdb": outside.imdb,
    "actual": _lines(codecs.read_actual),
    "pages": outside.page,
    "feeds": outside.feed,
    "robots": outside.robots,
    "bodies": outside.answer,
    "opml": outside.opml,
    "sources": outside.sources,
    "settings": outside.configuration,
    "lists": outside.listed,
    "formats": outside.listed_as,
    "ledger-files": outside.ledger_file,
    "pasted": outside.pasted,
    "queries": outside.query,
    "visitors": outside.visitor,
    "targets": outside.target,
}
