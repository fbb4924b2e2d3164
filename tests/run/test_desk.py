"""An editor's decisions: in the ledger with name and reason, reversible, seen in what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.errors import InputError, LedgerError, UnknownTitleError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate, desk, merges
from airdate.run.desk import Statement
from airdate.types import Claim, Entry
from tests.conftest import NOW

SHOW = "All of Us Are Dead"
SIGNED = {"by": "Ines", "reason": "seen in the press release"}


class Clock:
    """A clock that moves on at each look."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> object:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def airdate(tmp_path: Path) -> Iterator[Airdate]:
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        yield Airdate(ledger, load_catalogue(), clock=Clock())  # type: ignore[arg-type]


def said(airdate: Airdate, title: str, value: str, on: str, outlet: str, standing: str = "press") -> Entry:
    claim = Claim(
        title=title,
        season=2,
        kind="release",
        value=value,
        modality="confirmed",
        said_on=dates.parse(on),
        said_via=outlet,
        document_id=f"{outlet}-{value}",
        standing_of_source=standing,  # type: ignore[arg-type]
    )
    done = airdate.ledger.record([(airdate.home(title), claim)], known_at=airdate.now())
    return airdate.ledger.get(done.ids[0])


def release(airdate: Airdate, title: str) -> str:
    (belief,) = [b for b in airdate.beliefs(title, 2) if b.question == "release" and b.rule != "guess"]
    return belief.answer


def test_a_pin_stands_above_the_rights_holder_and_can_be_taken_off(airdate: Airdate) -> None:
    weak = said(airdate, "Nightjar", "2027-03-05", "2026-10-01", "fan.example")
    said(airdate, "Nightjar", "2027-06-01", "2026-10-20", "netflix.com", "rights_holder")
    assert release(airdate, "Nightjar") == "2027-06-01"
    pinned = desk.pin(airdate, weak.entry_id, **SIGNED)
    assert release(airdate, "Nightjar") == "2027-03-05" and (pinned.by, pinned.state) == ("Ines", "corrected")
    with pytest.raises(InputError, match="already"):
        desk.pin(airdate, weak.entry_id, **SIGNED)
    back = desk.unpin(airdate, weak.entry_id, **SIGNED)
    assert back.claim.standing_of_source == "press" and release(airdate, "Nightjar") == "2027-06-01"
    with pytest.raises(InputError, match="not pinned"):
        desk.unpin(airdate, weak.entry_id, **SIGNED)


def test_what_was_pinned_is_seen_in_what_changed(airdate: Airdate) -> None:
    weak = said(airdate, "Nightjar", "2027-03-05", "2026-10-01", "fan.example")
    desk.pin(airdate, weak.entry_id, **SIGNED)
    guide = airdate.guide("Nightjar", 2)
    assert any(
        SIGNED["reason"] in change.text for change in guide.changes if change.entry_id == weak.entry_id
    )
    assert [source.standing for source in guide.sources] == ["editor"]


def test_a_statement_by_hand_is_signed_sourced_and_outlives_a_reading(airdate: Airdate) -> None:
    statement = Statement(
        title=SHOW,
        season=2,
        kind="release",
        value="2027-01",
        said_on="2026-11-20",
        who="Netflix",
        url="https://about.netflix.example/news/1",
    )
    added = desk.add(airdate, statement, **SIGNED)
    assert (added.by, added.reason, added.state) == ("Ines", SIGNED["reason"], "corrected")
    assert added.claim.reader == "desk" and added.claim.said_via == "about.netflix.example"
    assert airdate.ledger.history(added.entry_id)[-1] == added
    again = desk.add(airdate, statement, by="Bo", reason="seen too")
    assert again.entry_id == added.entry_id and again.by == "Bo"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"url": None}, "names no source"),
        ({"value": "soon"}, "soon"),
        ({"title": "No Such Show"}, "No Such Show"),
        ({"said_on": "yesterday"}, "yesterday"),
        ({"season": 10**9}, "no number of a season"),
    ],
)
def test_a_statement_that_does_not_fit_changes_nothing(
    airdate: Airdate, changes: dict[str, object], error: str
) -> None:
    fields = {
        "title": SHOW,
        "season": 2,
        "kind": "release",
        "value": "2027",
        "said_on": "2026-11-20",
        "url": "https://samples.example/1",
    }
    with pytest.raises((InputError, UnknownTitleError, Exception), match=error):
        desk.add(airdate, Statement(**{**fields, **changes}), **SIGNED)  # type: ignore[arg-type]
    assert airdate.ledger.entries() == []


def test_what_was_taken_back_is_not_added_again(airdate: Airdate) -> None:
    fields = Statement(
        title=SHOW,
        season=2,
        kind="release",
        value="2027",
        said_on="2026-11-20",
        outlet="x.example",
    )
    added = desk.add(airdate, fields, **SIGNED)
    airdate.retract(added.entry_id, **SIGNED)
    with pytest.raises(InputError, match="retracted before"):
        desk.add(airdate, fields, **SIGNED)


def test_two_titles_become_one_and_part_again(airdate: Airdate) -> None:
    kept = said(airdate, "Nightjar", "2027-03-05", "2026-10-01", "a.example")
    moved = said(airdate, "The Nightjar", "2027-03-05", "2026-10-02", "b.example")
    source, target = moved.work_id, kept.work_id
    desk.merge(airdate, "The Nightjar", "Nightjar", **SIGNED)
    assert {e.entry_id for e in airdate.claims("Nightjar")} == {kept.entry_id, moved.entry_id}
    assert airdate.find("The Nightjar").work_id == target
    later = said(airdate, "The Nightjar", "2027-04", "2026-11-01", "c.example")
    assert later.work_id == target, "what is read later finds its way"
    with pytest.raises(InputError, match="one work already"):
        desk.merge(airdate, "The Nightjar", "Nightjar", **SIGNED)
    with pytest.raises(InputError, match="one work already"):
        desk.merge(airdate, "Nightjar", "The Nightjar", **SIGNED)
    assert desk.part(airdate, "The Nightjar", **SIGNED) == 1
    assert airdate.ledger.get(moved.entry_id).work_id == source
    assert said(airdate, "The Nightjar", "2028", "2026-11-02", "d.example").work_id == source
    with pytest.raises(InputError, match="not merged"):
        desk.part(airdate, "The Nightjar", **SIGNED)


def test_merges_follow_each_other(airdate: Airdate) -> None:
    for name in ("One", "Two", "Three"):
        said(airdate, f"Nightjar {name}", "2027", "2026-10-01", f"{name}.example")
    desk.merge(airdate, "Nightjar One", "Nightjar Two", **SIGNED)
    desk.merge(airdate, "Nightjar Two", "Nightjar Three", **SIGNED)
    assert len(airdate.claims("Nightjar One")) == 3


@pytest.mark.parametrize("what", ["retract", "redact", "pin", "correct"])
def test_decisions_by_name_are_signed(airdate: Airdate, what: str) -> None:
    entry = said(airdate, "Nightjar", "2027-03-05", "2026-10-01", "a.example")
    values = {"entry_id": entry.entry_id, "changes": {"modality": "expected"}}
    made = desk.decide(airdate, what, values, **SIGNED)
    assert (made.by, made.reason) == ("Ines", SIGNED["reason"])
    with pytest.raises(InputError, match="name and a reason"):
        desk.decide(airdate, what, values, by="Ines", reason="  ")
    with pytest.raises(InputError, match="no such decision"):
        desk.decide(airdate, "burn", values, **SIGNED)


@pytest.mark.parametrize("changes", [{"url": "javascript:alert(1)"}, {"said_on": "2031"}, {"reason": " "}])
def test_what_names_no_page_no_day_past_or_no_reason_writes_nothing(
    airdate: Airdate, changes: dict[str, str]
) -> None:
    given = {
        "title": SHOW,
        "kind": "release",
        "value": "2027",
        "said_on": "2026-11-20",
        "outlet": "x.example",
    }
    reason = changes.get("reason", "seen")
    fields = {name: value for name, value in {**given, **changes}.items() if name != "reason"}
    with pytest.raises(InputError):
        desk.add(airdate, Statement(**fields), by="Ines", reason=reason)  # type: ignore[arg-type]
    assert airdate.ledger.entries() == []


def test_a_merge_amid_others_parts_with_what_was_its_own(airdate: Airdate) -> None:
    one, two, three = (said(airdate, f"Nightjar {n}", "2027", "2026-10-01", f"{n}.example") for n in "ABC")
    desk.merge(airdate, "Nightjar A", "Nightjar B", **SIGNED)
    desk.merge(airdate, "Nightjar B", "Nightjar C", **SIGNED)
    assert desk.part(airdate, "Nightjar A", **SIGNED) == 1
    assert airdate.ledger.get(one.entry_id).work_id == one.work_id
    assert desk.part(airdate, "Nightjar B", **SIGNED) == 1
    assert airdate.ledger.get(two.entry_id).work_id == two.work_id
    assert airdate.ledger.get(three.entry_id).work_id == three.work_id


def test_a_merge_or_its_end_needs_a_reason(airdate: Airdate) -> None:
    with pytest.raises(InputError, match="name and a reason"):
        desk.merge(airdate, "Kingdom", SHOW, by="Ines", reason=" ")
    desk.merge(airdate, "Kingdom", SHOW, **SIGNED)
    with pytest.raises(InputError, match="name and a reason"):
        desk.part(airdate, "Kingdom", by="", reason="x")
    assert airdate.find("Kingdom").work_id == airdate.find(SHOW).work_id


def test_a_merge_that_broke_off_can_be_undone(airdate: Airdate) -> None:
    kept = said(airdate, "Nightjar B", "2027", "2026-10-01", "b.example")
    first = said(airdate, "Nightjar", "2027-01", "2026-10-01", "a.example")
    between = airdate.now()
    second = said(airdate, "Nightjar", "2027-02", "2026-10-01", "c.example")
    with pytest.raises(LedgerError, match="newest version"):
        merges.merge(airdate.ledger, first.work_id, kept.work_id, **SIGNED, at=between)
    assert airdate.ledger.get(first.entry_id).work_id == kept.work_id
    assert desk.part(airdate, "Nightjar", **SIGNED) == 1
    assert {airdate.ledger.get(e.entry_id).work_id for e in (first, second)} == {second.work_id}


@pytest.mark.parametrize("work", [None, "", "No Such Show"])
def test_a_statement_is_not_moved_to_a_work_that_nobody_knows(airdate: Airdate, work: str | None) -> None:
    entry = said(airdate, "Nightjar", "2027-03-05", "2026-10-01", "a.example")
    values: dict[str, object] = {"entry_id": entry.entry_id, "changes": {"work_id": work}}
    with pytest.raises(InputError):
        desk.decide(airdate, "correct", values, **SIGNED)
    moved = desk.decide(airdate, "correct", {**values, "changes": {"work_id": SHOW}}, **SIGNED)
    assert moved.work_id == airdate.find(SHOW).work_id
    with pytest.raises(InputError, match="names no work"):
        airdate.correct(entry.entry_id, {"work_id": None}, **SIGNED)
