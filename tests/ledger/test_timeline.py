"""A real history: what 270 statements on one awaited season came to, on two days."""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from airdate import dates
from airdate.ledger import SqliteLedger, settle
from airdate.types import Belief, Claim, Entry, SourceStanding

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "timeline_all_of_us_are_dead_2.csv"
WORK = "all-of-us-are-dead"
KNOWN = datetime(2026, 11, 24, tzinfo=UTC)
UNTRUSTED = {"moviehot25.com", "freshnews96.com", "2plusq.com", "in.naver.com", "devdiscourse.com"}


def standing(who: str, outlet: str) -> SourceStanding:
    if outlet in UNTRUSTED:
        return "farm"
    if who.startswith("Netflix"):
        return "rights_holder"
    return "named_person" if who.startswith(("Lee Jae", "Park Ji")) else "press"


def claim(row: dict[str, str]) -> Claim:
    return Claim(
        title="All of Us Are Dead",
        season=2,
        kind=row["kind"],  # type: ignore[arg-type]
        value=row["value"],
        modality=row["modality"],  # type: ignore[arg-type]
        who=row["who"] or None,
        person=row["person"] or None,
        character=row["character"] or None,
        when=dates.parse(row["when"]) if row["when"] else None,
        said_on=dates.parse(row["date"]) if row["date"] else None,
        said_via=row["outlet"],
        document_id=row["url"],
        standing_of_source=standing(row["who"], row["outlet"]),
    )


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    if not DATA.is_file():
        pytest.skip("the shared timeline is not beside the repository")
    with DATA.open(encoding="utf-8", newline="") as file:
        claims = [claim(row) for row in csv.DictReader(file)]
    with SqliteLedger(tmp_path_factory.mktemp("timeline") / "ledger.db") as ledger:
        recorded = ledger.record([(WORK, c) for c in claims], known_at=KNOWN)
        assert (recorded.added, recorded.refused) == (len(claims), ())
        return ledger.entries(work_id=WORK, season=2)


def main(beliefs: Sequence[Belief], question: str, subject: str = "") -> Belief:
    (found,) = [b for b in beliefs if (b.question, b.subject) == (question, subject)]
    return found


def test_in_march_2023(entries: list[Entry]) -> None:
    """Renewed, no date, windows guessed; a site's "filming started" contradicted by an actor that month."""
    denial = Claim(
        title="All of Us Are Dead",
        season=2,
        kind="production",
        value="filming_scheduled",
        modality="confirmed",
        who="Park Ji-hu",
        said_on=dates.parse("2023-03"),
        document_id="interview",
        standing_of_source="named_person",
    )
    heard = [e for e in entries if e.claim.said_on is not None]
    heard.append(Entry(entry_id="denial", work_id=WORK, claim=denial, known_from=KNOWN))
    by_id = {e.entry_id: e.claim for e in heard}
    beliefs = settle(heard, as_of=date(2023, 3, 31))

    decision = main(beliefs, "decision")
    first = by_id[decision.support[0]]
    assert (decision.answer, decision.standing) == ("renewed", "confirmed")
    assert (first.who, str(first.said_on)) == ("Netflix", "2022-06-06")

    release = main(beliefs, "release")
    assert (release.answer, release.standing, release.window) == ("unannounced", "confirmed", None)
    guesses = [b for b in beliefs if b.question == "release" and b.rule == "guess"]
    assert [b.answer for b in guesses] == ["2024"]

    stage = main(beliefs, "production", "stage")
    assert (stage.answer, stage.support) == ("filming_scheduled", ("denial",))
    assert [by_id[id].said_via for id in stage.against] == ["bolavip.com"]


def test_in_november_2026(entries: list[Entry]) -> None:
    """Wrapped in February, no date; guesses of 2026 and 2027 side by side, the old ones missed."""
    by_id = {e.entry_id: e.claim for e in entries}
    beliefs = settle(entries, as_of=date(2026, 11, 24))

    assert main(beliefs, "decision").answer == "renewed"
    stage = main(beliefs, "production", "stage")
    assert (stage.answer, stage.standing) == ("post_production", "confirmed")
    assert [str(by_id[id].when) for id in stage.missed] == ["2022-10/2022-12"]
    wrapped = main(beliefs, "production", "filming_wrapped")
    assert str(wrapped.window) == "2026-02-18/2026-02-19"
    started = main(beliefs, "production", "filming_started")
    assert (str(started.window), [by_id[id].said_via for id in started.against]) == (
        "2025-07",
        ["bolavip.com"],
    )
    assert not [b for b in beliefs if b.subject == "interruption"]

    release = main(beliefs, "release")
    assert (release.answer, release.standing) == ("unannounced", "confirmed")
    assert {by_id[id].value[:4] for id in release.missed} == {"2023", "2024", "2025"}
    guesses = {b.answer for b in beliefs if b.question == "release" and b.rule == "guess"}
    assert {"2026", "2026-12", "2027", "2027-01/2027-04"} <= guesses
    assert not [g for g in guesses if dates.parse(g).is_past(date(2026, 11, 24))]


def test_one_belief_for_each_of_the_cast(entries: list[Entry]) -> None:
    beliefs = [b for b in settle(entries, as_of=date(2026, 11, 24)) if b.question == "cast"]
    names = [b.subject for b in beliefs]
    for person, spellings in {
        "Park Ji-hu": ["Park Ji-hoo", "Park Ji Hu", "Ji-hu Park"],
        "Lomon": ["Park Solomon"],
        "Roh Jae-won": ["Noh Jae-Won", "Jae-won Roh"],
        "Yoon Ga-i": ["Yoon Ga-yi", "Ga-yi Yoon", "Yoon Ga-ee"],
    }.items():
        assert names.count(person) == 1
        assert not set(spellings) & set(names)
    assert {"Lee Min-jae", "Lee Eun-saem", "Kim Si-eun", "Kim Bo-yoon"} <= set(names)
