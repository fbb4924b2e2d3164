"""What is new between two states of belief: every transition of every question, and what stays quiet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate import dates
from airdate.ledger import SqliteLedger, settle
from airdate.types import KIND_VALUES, Belief
from airdate.watch.kinds import KINDS
from airdate.watch.moves import by_key, moves
from tests.ledger.samples import HOUR, T0, claim
from tests.watch.samples import WORK, belief, release, unannounced

DAY, OTHER_DAY, MONTH = "2027-03-05", "2027-09-09", "2027-03"


def kinds(before: list[Belief], after: list[Belief]) -> list[str]:
    return [move.kind for move in moves(before, after)]


HARBOUR = belief("provider", "Harbour TV", subject="Harbour TV")


def guess(question: str = "decision", answer: str = "renewed", **fields: object) -> Belief:
    return belief(question, answer, rule="guess", standing="expected", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, belief(), "season.renewed"),
        (None, belief(answer="ordered"), "season.ordered"),
        (belief(), belief(answer="cancelled"), "season.cancelled"),
        (belief(answer="cancelled"), belief(), "season.renewed"),
        (belief(), belief(answer="ending"), "season.ending"),
        (None, belief(answer="undecided"), None),
        (belief(), belief(answer="undecided"), "decision.undone"),
        (belief(), None, "decision.withdrawn"),
        (belief(answer="cancelled"), None, "decision.withdrawn"),
        (belief(), belief(standing="disputed"), "decision.disputed"),
        (belief(standing="disputed"), belief(), "decision.settled"),
        (belief(), belief(support=("e1", "e2")), None),
        (None, guess(), "decision.rumoured"),
        (guess(), guess(), None),
        (guess(), None, None),
        (guess(), belief(), "season.renewed"),
        (belief(), guess(), "decision.withdrawn"),
        (unannounced(), release(DAY), "release.announced"),
        (None, release(MONTH), "release.announced"),
        (None, unannounced(), None),
        (release(MONTH), release(DAY), "release.narrowed"),
        (release(DAY), release(OTHER_DAY), "release.moved"),
        (release(DAY), release(MONTH), "release.moved"),
        (release(MONTH), release("2027-03-01/2027-03-31"), None),
        (release(MONTH), release("2027-03~"), None),
        (release(DAY), unannounced(), "release.withdrawn"),
        (release(DAY), unannounced("bad_news"), "release.withdrawn"),
        (release(DAY), None, "release.withdrawn"),
        (release(MONTH), unannounced("window_passed"), "release.overdue"),
        (unannounced(), None, None),
        (release(DAY, standing="expected", rule="unconfirmed"), release(DAY), "release.confirmed"),
        (release(DAY), release(DAY, standing="expected", rule="unconfirmed"), "release.doubted"),
        (release(DAY), release(DAY, standing="disputed"), "release.doubted"),
        (release(DAY), release(DAY, standing="expected", rule="day_passed"), None),
        (None, release(DAY, standing="expected", rule="day_passed"), None),
        (release(DAY, standing="expected", rule="day_passed"), release(DAY, rule="released"), "release.out"),
        (release(DAY, rule="released"), release(DAY, rule="released"), None),
        (None, guess("release", MONTH, window=MONTH, subject=MONTH), "release.rumoured"),
        (None, belief("production", "writing"), "production.writing"),
        (
            belief("production", "filming_scheduled"),
            belief("production", "filming_started"),
            "filming.started",
        ),
        (belief("production", "filming_started"), belief("production", "filming_wrapped"), "filming.wrapped"),
        (
            belief("production", "filming_wrapped"),
            belief("production", "filming_started"),
            "production.undone",
        ),
        (None, belief("production", "filming_not_started"), None),
        (
            belief("production", "filming_scheduled", window="2026-05"),
            belief("production", "filming_scheduled", window="2026-08"),
            "filming.moved",
        ),
        (
            belief("production", "filming_scheduled", window="2026-05"),
            belief("production", "filming_scheduled", rule="window_passed", standing="expected"),
            "filming.overdue",
        ),
        (
            belief("production", "filming_wrapped"),
            belief("production", "post_production"),
            "production.finishing",
        ),
        (belief("production", "filming_wrapped"), None, "production.withdrawn"),
        (
            belief("production", "filming_scheduled", rule="window_passed", standing="expected"),
            guess("production", "filming_started"),
            None,
        ),
        (None, belief("production", "paused", subject="interruption"), "production.paused"),
        (belief("production", "paused", subject="interruption"), None, "production.withdrawn"),
        (None, belief("production", "filming_started", subject="filming_started"), None),
        (None, belief("trailer", "released"), "trailer.published"),
        (belief("trailer", "released"), belief("trailer", "released", window="2026-05"), None),
        (None, belief("trailer", "expected"), "trailer.announced"),
        (None, belief("trailer", "not_released"), None),
        (belief("trailer", "released"), belief("trailer", "not_released"), "trailer.withdrawn"),
        (belief("trailer", "released"), None, "trailer.withdrawn"),
        (None, belief("cast", "returning", subject="Ada Sample"), "cast.returning"),
        (
            belief("cast", "returning", subject="Ada Sample"),
            belief("cast", "joining", subject="Ada Sample"),
            None,
        ),
        (
            belief("cast", "returning", subject="Ada Sample"),
            belief("cast", "not_confirmed", subject="Ada Sample"),
            "cast.undone",
        ),
        (belief("cast", "returning", subject="Ada Sample"), None, "cast.withdrawn"),
        (None, HARBOUR, "provider.announced"),
        (HARBOUR, None, "provider.withdrawn"),
        (guess("provider", "Harbour TV", subject="Harbour TV"), HARBOUR, None),
        (HARBOUR, guess("provider", "Harbour TV", subject="Harbour TV"), None),
        (belief("provider", "Harbour TV", subject="Harbour TV", rule="undated"), HARBOUR, None),
        (belief("episodes", "8"), belief("episodes", "10"), "episodes.announced"),
        (guess("episodes", "8"), belief("episodes", "10"), "episodes.announced"),
        (belief("episodes", "8"), None, "episodes.withdrawn"),
        (None, belief("plot", "The lamp goes out", subject="Ada Sample"), None),
        (None, belief("release", "unannounced", subject="unannounced", rule="beside_window"), None),
    ],
)
def test_a_change_of_belief_is_of_one_kind_or_quiet(
    before: Belief | None, after: Belief | None, expected: str | None
) -> None:
    assert kinds([before] if before else [], [after] if after else []) == ([expected] if expected else [])


def test_a_pause_that_work_has_ended_is_no_withdrawal() -> None:
    paused = belief("production", "paused", subject="interruption")
    stage = belief("production", "filming_started")
    went_on = belief("production", "filming_started", support=("e1", "e9"))
    assert kinds([stage, paused], [went_on]) == ["production.resumed"]
    assert kinds([stage, paused], [stage]) == ["production.withdrawn"]


def test_one_date_of_several_places_is_told_once() -> None:
    both = [release(DAY), release(DAY, "US streaming")]
    (told,) = moves([], both)
    assert told.kind == "release.announced" and [key[3] for key in told.also] == ["US streaming"]
    assert kinds([release(DAY)], both) == []
    assert kinds(both, [release(DAY, "US streaming")]) == []
    assert kinds([], [release(DAY, "US"), release(DAY, "KR")]) == ["release.announced"] * 2


def test_a_date_of_another_place_is_news_only_where_it_is_closer() -> None:
    summer, day = release("2027-22"), release("2027-06-21", "US")
    (move,) = moves([summer], [summer, day])
    assert (move.kind, move.before) == ("release.narrowed", summer)
    assert kinds([day], [day, summer]) == []
    assert kinds([day], [day, release("2027-06", "US theatrical")]) == []
    assert kinds([], [summer, day]) == ["release.announced"]
    assert moves([], [summer, day])[0].now == day
    passed = unannounced("window_passed")
    came = release("2027-06-21", "US", rule="day_passed", standing="expected")
    assert kinds([summer, day], [passed, came]) == []
    assert kinds([summer], [day]) == ["release.narrowed"]
    assert kinds([day], [summer]) == ["release.announced", "release.withdrawn"]


def test_a_day_that_a_fuller_place_confirms_is_confirmed_and_not_announced_again() -> None:
    reported = release(DAY, standing="expected", rule="unconfirmed")
    assert kinds([reported], [reported, release(DAY, "US")]) == ["release.confirmed"]
    assert kinds([reported, release(DAY, "US")], [release(DAY), release(DAY, "US")]) == []


def test_what_is_said_of_the_series_is_said_of_its_newest_season_until_that_is_out() -> None:
    series = belief(season=None)
    assert kinds([belief()], [belief(), series]) == []
    assert kinds([belief(season=1), belief("trailer", "expected")], [belief(season=1), series]) == [
        "season.renewed",
        "trailer.withdrawn",
    ]
    out = release(DAY, rule="released")
    assert kinds([belief(), out], [belief(), out, series]) == ["season.renewed"]


def test_a_vanished_statement_is_withdrawn_and_never_cancelled(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        ledger.record([(WORK, claim(value="cancelled"))], known_at=T0)
        held = settle(ledger.entries(), as_of=T0.date())
        entry = ledger.entries()[0]
        ledger.retract(entry.entry_id, by="desk", reason="misread", known_at=T0 + HOUR)
        left = settle(ledger.entries(), as_of=T0.date())
    assert kinds([], held) == ["season.cancelled"]
    assert kinds(held, left) == ["decision.withdrawn"]
    assert kinds([], left) == []


def test_confirmed_is_what_the_ledger_holds_for_confirmed() -> None:
    (sure,) = moves([], [release(DAY)])
    (unsure,) = moves([], [release(DAY, standing="expected", rule="unconfirmed")])
    (gone,) = moves([release(DAY)], [])
    assert (sure.is_confirmed, unsure.is_confirmed, gone.is_confirmed) == (True, False, False)


ANSWERS = {
    "decision": KIND_VALUES["status"],
    "production": ("writing", "filming_scheduled", "filming_started", "filming_wrapped", "post_production"),
    "trailer": KIND_VALUES["trailer"],
    "cast": KIND_VALUES["cast"],
    "release": (DAY, OTHER_DAY, MONTH, "2027"),
    "provider": ("Harbour TV",),
    "episodes": ("8", "10"),
}
RULES = ("first_word", "guess", "undated", "released", "day_passed", "window_passed", "unconfirmed")


@st.composite
def beliefs(draw: st.DrawFn) -> Belief:
    question = draw(st.sampled_from(sorted(ANSWERS)))
    answer = draw(st.sampled_from(ANSWERS[question] or ()))
    subject = {
        "production": ("stage",),
        "release": ("", "US", "US streaming"),
        "cast": ("Ada Sample", "Bo Sample"),
    }
    return belief(
        question,  # type: ignore[arg-type]
        answer,
        subject=draw(st.sampled_from(subject.get(question, ("",)))),
        season=draw(st.sampled_from((None, 1, 2))),
        standing=draw(st.sampled_from(("confirmed", "expected", "disputed"))),
        rule=draw(st.sampled_from(RULES)),
        window=dates.parse(answer) if question == "release" else None,
        support=(draw(st.sampled_from(("e1", "e2"))),),
    )


@given(st.lists(beliefs(), max_size=8), st.lists(beliefs(), max_size=8))
def test_any_two_states_differ_by_known_kinds_and_an_equal_state_by_nothing(
    before: list[Belief], after: list[Belief]
) -> None:
    found = moves(before, after)
    assert {move.kind for move in found} <= KINDS.keys()
    told = [key for move in found for key in (move.key, *move.also)]
    assert len(told) == len(set(told))
    assert moves(after, after) == ()
    assert all(move.kind != "season.cancelled" or move.now is not None for move in found)


@given(st.lists(beliefs(), max_size=8))
def test_the_order_of_beliefs_of_different_subjects_does_not_count(held: list[Belief]) -> None:
    apart = list(by_key(held).values())
    assert moves([], apart) == moves([], apart[::-1])


def test_days_are_told_as_they_are() -> None:
    (move,) = moves([release(DAY)], [release(OTHER_DAY)])
    assert move.before is not None and move.now is not None
    assert (move.before.window, move.now.window) == (
        dates.of_day(date(2027, 3, 5)),
        dates.of_day(date(2027, 9, 9)),
    )
