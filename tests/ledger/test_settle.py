"""The policy by worked cases (`cases.toml`), and what holds for any entries."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.ledger import settle
from airdate.ledger.policy import CLOSING_RULES, RULES
from airdate.types import KIND_VALUES, Belief, Entry
from tests.ledger.samples import claim

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
KNOWN = datetime(2026, 11, 24, tzinfo=UTC)
FIELDS = ("standing", "rule", "window", "support", "against", "missed")


def entry(name: str, line: str) -> Entry:
    """An entry from a line of `cases.toml`."""
    said_on, standing, who, kind, value, *rest = line.split()
    hedged = "?" in (value[-1], *(part[-1] for part in rest))
    fields: dict[str, Any] = dict(part.rstrip("?").replace("_", " ").split("=") for part in rest)
    if "release type" in fields:
        fields["release_type"] = fields.pop("release type")
    text = value.rstrip("?")
    said = claim(
        kind,
        text.replace("_", " ") if KIND_VALUES[kind] is None else text,
        said_on=None if said_on == "undated" else said_on,
        standing_of_source=standing,
        who=None if who == "-" else who,
        modality="expected" if hedged else "confirmed",
        document_id=name,
        said_via=f"outlet-{name}",
        **fields,
    )
    return Entry(entry_id=name, work_id="w", claim=said, known_from=KNOWN)


def shown(belief: Belief) -> list[str]:
    """A belief as the fields of a line of `cases.toml`."""
    head = f"{belief.question} [{belief.subject}] {belief.answer}"
    ids = [" ".join(names) or "." for names in (belief.support, belief.against, belief.missed)]
    window = belief.window.edtf if belief.window else "."
    return [head, belief.standing, belief.rule, window, *ids]


@pytest.mark.parametrize("case", CASES, ids=[case["words"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    entries = [entry(name, line) for name, line in zip(ascii_lowercase, case["said"], strict=False)]
    found = {row[0]: row for row in map(shown, settle(entries, as_of=case["as_of"]))}
    if not case["believe"]:
        assert found == {}
    for line in case["believe"]:
        wanted = [part.strip() for part in line.split("|")]
        if wanted[0].startswith("- "):
            assert wanted[0][2:] not in found
            continue
        assert wanted[0] in found
        row = found[wanted[0]][: len(wanted)]
        assert [a if w != "*" else w for w, a in zip(wanted, row, strict=True)] == wanted


def test_every_rule_has_a_case() -> None:
    expected = " ".join(line for case in CASES for line in case["believe"])
    silent = {
        "same_answer",
        "wider",
        "background",
        "echo",
        "weaker",
        "outranked",
        "held",
    }  # they leave the lead as it is
    rules = {rule.name for rule in RULES} - silent | set(CLOSING_RULES)
    assert [rule for rule in sorted(rules) if f"| {rule}" not in expected] == []


# -- what holds for any entries

DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
WINDOWS = st.sampled_from(["2024", "2025", "2025-03", "2025-03-14", "2025-06/2025-09", "2026/..", "2026-23"])
VALUES = st.sampled_from(
    [(kind, value) for kind, values in KIND_VALUES.items() for value in values or ()]
    + [("release", "unannounced"), ("provider", "Streamly"), ("episodes", "8"), ("plot", "x")]
)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(0, 14))):
        kind, value = draw(VALUES | WINDOWS.map(lambda w: ("release", w)))
        said = claim(
            kind,
            value,
            said_on=draw(st.none() | DAYS.map(str) | DAYS.map(lambda d: str(d)[:7])),
            when=draw(st.none() | WINDOWS),
            modality=draw(st.sampled_from(["confirmed", "expected"])),
            standing_of_source=draw(
                st.sampled_from(["rights_holder", "named_person", "trade", "press", "farm"])
            ),
            who=draw(st.sampled_from([None, "A", "B"])),
            person=draw(st.sampled_from(["Ada Baker", "Baker Ada", "Cy Dee", None]))
            if kind == "cast"
            else None,
            season=draw(st.sampled_from([2, None])),
            document_id=f"doc-{number}",
        )
        made.append(Entry(entry_id=f"{number:02}", work_id="w", claim=said, known_from=KNOWN))
    return made


@settings(max_examples=30, deadline=None)
@given(entries(), DAYS, st.randoms(use_true_random=False))
def test_beliefs_do_not_hang_on_the_order_of_the_entries(held: list[Entry], day: date, random: Any) -> None:
    before = settle(held, as_of=day)
    random.shuffle(held)
    assert settle(held, as_of=day) == before


@settings(max_examples=30, deadline=None)
@given(entries(), DAYS)
def test_nothing_is_believed_without_a_word_that_counts(held: list[Entry], day: date) -> None:
    by_id = {e.entry_id: e for e in held}
    for belief in settle(held, as_of=day):
        for id in (*belief.support, *belief.against, *belief.missed):
            said_on = by_id[id].claim.said_on
            assert said_on is not None and said_on.latest is not None and said_on.latest <= day
        assert belief.support or belief.rule in ("nothing_stands", "window_passed")
        assert not set(belief.support) & set(belief.against)
        assert belief.standing != "disputed" or belief.against


@settings(max_examples=30, deadline=None)
@given(entries(), DAYS)
def test_no_window_that_has_passed_stands(held: list[Entry], day: date) -> None:
    for belief in settle(held, as_of=day):
        is_event = belief.question != "release" and belief.answer != "filming_scheduled"
        if belief.window is not None and not is_event and belief.rule not in ("released", "day_passed"):
            assert not belief.window.is_past(day)


@settings(max_examples=30, deadline=None)
@given(entries(), DAYS)
def test_the_future_changes_no_belief_of_the_past(held: list[Entry], day: date) -> None:
    known_later = [e for e in held if e.claim.said_on is None or (e.claim.said_on.latest or date.max) > day]
    heard = [e for e in held if e not in known_later]
    assert (
        settle(held, as_of=day)
        == [b for b in settle([*heard, *known_later[:1]], as_of=day)]
        == settle(heard, as_of=day)
    )


@settings(max_examples=30, deadline=None)
@given(entries(), DAYS)
def test_each_belief_of_a_question_has_its_own_subject(held: list[Entry], day: date) -> None:
    keys = [(b.season, b.question, b.subject) for b in settle(held, as_of=day) if b.question != "plot"]
    assert len(keys) == len(set(keys))


def test_beliefs_come_by_work_and_season_in_the_order_of_the_questions() -> None:
    from typing import get_args

    from airdate.types import Question

    held = [entry("a", "2024-05-01 press - plot x"), entry("b", "2024-05-01 press - status renewed")]
    beliefs = settle(held, as_of=date(2024, 5, 1) + timedelta(days=1))
    order = [get_args(Question).index(b.question) for b in beliefs]
    assert order == sorted(order) and len(order) == 2
