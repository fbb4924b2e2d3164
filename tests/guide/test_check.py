"""Is an article still true? Each verdict in a small case of made-up statements."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from airdate import dates
from airdate.guide.check import Checked, check
from airdate.guide.evidence import gather
from airdate.types import Claim, Entry, Kind, Modality, Season, Span

TODAY = date(2026, 11, 24)


def claim(
    kind: Kind, value: str, modality: Modality = "confirmed", said: str = "2026-01-10", **more: Any
) -> Claim:
    """A statement on the sample show's second season, by default in the press."""
    if "when" in more:
        more["when"] = dates.parse(more["when"])
    fields: dict[str, Any] = {
        "title": "Lantern Bay",
        "season": 2,
        "document_id": f"{kind}{value}{said}{more}",
    }
    return Claim(kind=kind, value=value, modality=modality, said_on=dates.parse(said), **{**fields, **more})


def quote(words: str) -> Span:
    return Span(document_id="d", start=0, end=len(words), quote=words)


def held(*claims: Claim) -> list[Entry]:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    return [
        Entry(entry_id=f"e{i}", work_id="lantern-bay", claim=c, known_from=now) for i, c in enumerate(claims)
    ]


def verdict(said: Claim, *others: Claim, written: str | None = "2026-02-01", as_of: date = TODAY) -> Checked:
    entries = held(*others)
    evidence = gather(entries, as_of=as_of, known_at=None, names={})
    window = dates.parse(written) if written else None
    (checked,) = check([said], evidence, window)
    return checked


NETFLIX: dict[str, Any] = {"who": "Netflix", "standing_of_source": "rights_holder"}


@pytest.mark.parametrize(
    ("said", "others", "expected"),
    [
        (claim("status", "renewed"), [claim("status", "renewed", **NETFLIX)], "holds"),
        (claim("status", "ordered"), [claim("status", "renewed", **NETFLIX)], "holds"),
        (
            claim("status", "undecided"),
            [claim("status", "renewed", said="2026-06-01", **NETFLIX)],
            "outdated",
        ),
        (
            claim("status", "renewed"),
            [claim("status", "cancelled", said="2026-06-01", **NETFLIX)],
            "outdated",
        ),
        (
            claim("status", "renewed"),
            [claim("status", "cancelled", said="2025-12-01", **NETFLIX)],
            "contradicted",
        ),
        (claim("status", "renewed"), [], "not_known"),
        (claim("release", "unannounced"), [claim("release", "unannounced", **NETFLIX)], "holds"),
        (
            claim("release", "unannounced"),
            [claim("release", "2027-01-29", said="2026-06-01", **NETFLIX)],
            "outdated",
        ),
        (claim("release", "2027", "expected"), [claim("release", "unannounced", **NETFLIX)], "guess"),
        (claim("release", "2026-03", "expected"), [claim("release", "unannounced", **NETFLIX)], "outdated"),
        (
            claim("release", "2027", "expected"),
            [claim("release", "2027-01-29", said="2026-06-01", **NETFLIX)],
            "holds",
        ),
        (
            claim("release", "2026-12-05"),
            [claim("release", "2027-01-29", said="2025-12-01", **NETFLIX)],
            "contradicted",
        ),
        (
            claim("release", "2026-12-05"),
            [claim("release", "2027-01-29", said="2026-06-01", **NETFLIX)],
            "outdated",
        ),
        (claim("release", "2026-03", "expected"), [], "outdated"),
        (claim("release", "2027", "expected"), [], "guess"),
        (
            claim("production", "filming_started"),
            [claim("production", "filming_started", **NETFLIX)],
            "holds",
        ),
        (  # it did start
            claim("production", "filming_started"),
            [claim("production", "filming_wrapped", said="2026-06-01")],
            "holds",
        ),
        (  # but is not going on
            claim("production", "filming_started", span=quote("Season 2 is filming in Busan.")),
            [claim("production", "filming_wrapped", said="2026-06-01")],
            "outdated",
        ),
        (
            claim("production", "writing"),
            [claim("production", "filming_wrapped", said="2026-06-01")],
            "outdated",
        ),
        (  # it may have wrapped since the others spoke …
            claim("production", "filming_wrapped"),
            [claim("production", "filming_started", **NETFLIX)],
            "not_known",
        ),
        (  # … but not if they speak of an undecided season after it was written
            claim("status", "renewed"),
            [claim("status", "undecided", said="2026-06-01", **NETFLIX)],
            "contradicted",
        ),
        (claim("release", "2027-06/.."), [claim("release", "unannounced", **NETFLIX)], "not_known"),
        (claim("release", "2024/.."), [claim("release", "unannounced", **NETFLIX)], "holds"),
        (
            claim("production", "filming_wrapped", "expected"),
            [claim("production", "filming_started")],
            "guess",
        ),
        (
            claim("trailer", "not_released"),
            [claim("trailer", "released", said="2026-06-01", **NETFLIX)],
            "outdated",
        ),
        (claim("trailer", "released"), [claim("trailer", "released", **NETFLIX)], "holds"),
        (claim("provider", "Netflix"), [claim("provider", "Netflix")], "holds"),
        (
            claim("provider", "Hulu"),
            [claim("provider", "Netflix", said="2025-12-01", **NETFLIX)],
            "contradicted",
        ),
        (claim("episodes", "8"), [claim("episodes", "10", said="2026-06-01", **NETFLIX)], "outdated"),
    ],
)
def test_a_claim_is_held_against_what_others_said(said: Claim, others: list[Claim], expected: str) -> None:
    assert verdict(said, *others).verdict == expected


def test_a_person_is_known_by_any_spelling_and_by_the_role() -> None:
    known = claim("cast", "returning", said="2026-06-01", person="Park Ji-hu", character="On-jo", **NETFLIX)
    for said in (
        claim("cast", "returning", "expected", person="Ji-hu Park"),
        claim("cast", "returning", "expected", character="On-jo"),
    ):
        checked = verdict(said, known)
        assert checked.verdict == "outdated" and checked.entries == ("e0",)
        assert checked.facts[0].startswith("Confirmed to return")
    assert verdict(claim("cast", "returning", person="Somebody Else"), known).verdict == "not_known"


def test_a_hedge_on_what_was_confirmed_before_still_holds_and_says_so() -> None:
    known = claim("cast", "returning", said="2025-12-01", person="Park Ji-hu", **NETFLIX)
    checked = verdict(claim("cast", "returning", "expected", person="Park Ji-hu"), known)
    assert checked.verdict == "holds" and checked.facts


def test_what_holds_names_who_says_so() -> None:
    said = claim("status", "renewed")
    assert verdict(said, claim("status", "renewed", said_via="post.example", **NETFLIX)).source == (
        "Netflix via post.example, 10 Jan 2026"
    )
    assert verdict(said).source == ""


def test_what_was_said_after_the_day_asked_for_does_not_count() -> None:
    later = claim("status", "cancelled", said="2026-06-01", **NETFLIX)
    checked = verdict(
        claim("status", "renewed"), claim("status", "renewed", **NETFLIX), later, as_of=date(2026, 3, 1)
    )
    assert checked.verdict == "holds"


def test_a_missed_window_is_said_to_have_passed_with_the_fact_in_its_place() -> None:
    checked = verdict(
        claim("release", "2026-03/2026-04", "expected"),
        claim("release", "2027-01-29", said="2026-10-01", **NETFLIX),
    )
    assert checked.verdict == "outdated"
    assert checked.facts[0].endswith("2026 has passed.")
    assert "29 January 2027" in checked.facts[1]


def test_an_undated_article_is_taken_for_an_old_one() -> None:
    known = claim("status", "cancelled", said="2025-01-01", **NETFLIX)
    assert verdict(claim("status", "renewed"), known, written=None).verdict == "outdated"


def test_a_release_that_the_catalogue_knows_ends_all_waiting() -> None:
    out = Season(work_id="lantern-bay", number=2, premiere=dates.parse("2026-05-01"), source="samplebase")

    def of(said: Claim, written: str) -> Checked:
        evidence = gather([], as_of=TODAY, known_at=None, names={})
        (checked,) = check([said], evidence, dates.parse(written), out)
        return checked

    for said in (
        claim("release", "unannounced"),
        claim("trailer", "not_released"),
        claim("status", "undecided"),
    ):
        assert of(said, "2026-02-01").verdict == "outdated"
        assert of(said, "2026-08-01").verdict == "contradicted"
    assert of(claim("release", "2026-05-01"), "2026-02-01").verdict == "holds"
    assert of(claim("production", "filming_wrapped"), "2026-08-01").verdict == "holds"
    late = of(claim("release", "2026-11"), "2026-02-01")
    assert (late.verdict, late.facts) == ("outdated", ("Released on 1 May 2026 (samplebase).",))


def test_a_clip_that_came_with_the_renewal_is_no_trailer_of_the_season() -> None:
    renewal = claim("status", "renewed", said="2025-06-06", **NETFLIX)
    clip = claim("trailer", "released", said="2025-06-07", when="2025-06-06")
    assert verdict(claim("trailer", "not_released"), renewal, clip).verdict == "holds"
    assert verdict(claim("trailer", "released"), renewal, clip).verdict == "holds"
    guess = verdict(claim("trailer", "expected", "expected"), renewal, clip)
    assert (guess.verdict, guess.facts[0][:50]) == (
        "guess",
        "A clip came with the announcement on 6 June 2025 (",
    )
    later = claim("trailer", "released", said="2025-09-01", when="2025-09-01")
    assert verdict(claim("trailer", "not_released"), renewal, clip, later).verdict == "contradicted"
