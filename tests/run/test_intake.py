"""What the ledger may hold of an article: whose word it is, and few of its words."""

from __future__ import annotations

from datetime import date

import pytest

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.errors import DateError
from airdate.run.intake import QUOTE_WORDS, attribute, document_id, given_by_hand, limited, with_origins
from airdate.sources.documents import page_id
from airdate.types import Claim, Document, Kind, Reading, Span

STORY = "The lighthouse drama has been renewed, and its creator said that the scripts are going well. " * 3
LONG = " ".join(f"word{i}" for i in range(60))


def claim(kind: Kind = "status", value: str = "renewed", quote: str = LONG, who: str | None = None) -> Claim:
    span = Span(document_id="d", start=10, end=10 + len(quote), quote=quote)
    return Claim(title="T", season=1, kind=kind, value=value, modality="confirmed", span=span, who=who)


@pytest.mark.parametrize("kind", ["status", "plot"])
def test_at_most_25_words_of_an_article_are_kept(kind: Kind) -> None:
    held = limited(claim(kind, LONG if kind == "plot" else "renewed"), date(2026, 1, 1), 90)
    assert held.span is not None
    assert len(held.span.quote.split()) == QUOTE_WORDS
    assert held.span.end - held.span.start == len(held.span.quote)
    assert len(held.value.split()) <= QUOTE_WORDS
    assert held.retention_until == date(2026, 4, 1)


def test_a_short_quote_stays_whole() -> None:
    held = limited(claim(quote="It was renewed."), date(2026, 1, 1), 90)
    assert held.span is not None and held.span.quote == "It was renewed."


def test_a_claim_takes_its_outlet_link_and_standing_from_the_document() -> None:
    document = Document(
        id="x", text="t", url="https://variety.com/a", outlet="variety.com", content_hash="00"
    )
    made = attribute(claim(), document, load_catalogue())
    assert (made.said_via, made.url, made.standing_of_source) == (
        "variety.com",
        "https://variety.com/a",
        "trade",
    )
    assert made.document_id == page_id("https://variety.com/a")
    assert "variety" not in made.document_id  # a redaction must leave no link
    named = attribute(claim(who="Netflix"), document, load_catalogue())
    assert named.standing_of_source == "rights_holder"


def test_a_document_without_link_goes_by_its_content() -> None:
    assert document_id(Document(id="/a/b", text="t", content_hash="abc")) == "sha256:abc"


def test_what_a_person_gives_fills_gaps_and_beats_the_page_on_the_day_alone() -> None:
    document = Document(id="x", text="t", outlet="own.example", published=dates.parse("2025"))
    made = given_by_hand(document, {"published": "2026-03", "outlet": "other.example", "url": None})
    assert made.published == dates.parse("2026-03") and made.published_from == "given"
    assert made.outlet == "own.example" and made.url is None
    with pytest.raises(DateError):
        given_by_hand(document, {"published": "March"})


def test_rewrites_of_one_story_share_its_origin() -> None:
    first = Document(id="a", text=STORY, published=dates.parse("2026-01-01"))
    copy = Document(id="b", text=STORY + "More soon.", published=dates.parse("2026-01-02"))
    other = Document(id="c", text="Something else entirely was told of another show on that day.")
    read = [(d, Reading(document_id=d.id, claims=(claim(),))) for d in (first, copy, other)]
    origins = [reading.claims[0].origin for reading in with_origins(read)]
    assert origins == ["a", "a", None]


def test_a_claim_that_names_its_source_keeps_it() -> None:
    documents = [Document(id=id, text=STORY, published=dates.parse("2026-01-01")) for id in "ab"]
    read = [(d, Reading(document_id=d.id, claims=(claim(who="Netflix"),))) for d in documents]
    assert [reading.claims[0].origin for reading in with_origins(read)] == [None, None]
