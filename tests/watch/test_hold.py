"""What is told now and what waits: what does not last is told to nobody, what lasts exactly once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from airdate.sqlite import transaction
from airdate.types import Belief
from airdate.watch import state
from airdate.watch.hold import Held, hold
from airdate.watch.moves import Key, by_key, moves
from airdate.watch.told import forget, read_told, read_waiting, rename, watch_from, watched_since, write_held
from tests.watch.samples import WORK, belief, release, unannounced
from tests.watch.test_moves import beliefs

T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOLD = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def start(*held: Belief) -> Held:
    """A state in which these beliefs were told."""
    return Held(news=(), told=by_key(held), waiting={})


def step(before: Held, now: list[Belief], at: datetime, patience: timedelta = HOLD) -> Held:
    return hold(before.told, before.waiting, now, at=at, patience=patience)


def kinds(held: Held) -> list[str]:
    return [news.move.kind for news in held.news]


def test_a_change_is_told_once_when_it_has_stood() -> None:
    first = step(start(), [belief()], T0)
    assert kinds(first) == [] and len(first.waiting) == 1
    early = step(first, [belief()], T0 + HOLD - MINUTE)
    assert kinds(early) == []
    told = step(early, [belief()], T0 + HOLD)
    assert kinds(told) == ["season.renewed"] and not told.waiting
    assert kinds(step(told, [belief()], T0 + 10 * HOLD)) == []


def test_a_change_that_flips_back_is_told_to_nobody() -> None:
    away = step(start(release("2027-03-05")), [release("2027-09-09")], T0)
    back = step(away, [release("2027-03-05")], T0 + 20 * MINUTE)
    assert kinds(back) == [] and not back.waiting
    again = step(back, [release("2027-09-09")], T0 + 40 * MINUTE)
    assert kinds(again) == []  # its wait begins anew


def test_an_answer_that_never_rests_is_told_after_four_holds() -> None:
    held = start(release("2027-03-05"))
    told: list[str] = []
    for minute in range(0, 125, 10):
        held = step(held, [release(f"2027-09-{10 + minute // 10}")], T0 + minute * MINUTE)
        told += kinds(held)
    assert told == ["release.moved"]


def test_without_patience_all_is_told_at_once() -> None:
    assert kinds(step(start(), [belief()], T0, timedelta(0))) == ["season.renewed"]


def test_what_is_told_is_compared_with_what_was_told_and_not_with_what_came_between() -> None:
    held = step(start(release("2027-03")), [release("2027-04")], T0)
    held = step(held, [release("2027-05")], T0 + 10 * MINUTE)
    held = step(held, [release("2027-05")], T0 + 40 * MINUTE)
    (news,) = held.news
    assert news.move.before is not None and news.move.before.answer == "2027-03"
    assert news.move.now is not None and news.move.now.answer == "2027-05"


def test_the_same_change_at_another_time_is_another_piece_of_news() -> None:
    none = timedelta(0)
    first = step(start(), [belief()], T0, none)
    gone = step(first, [], T0 + HOLD, none)
    second = step(gone, [belief()], T0 + 2 * HOLD, none)
    ids = [news.news_id for held in (first, gone, second) for news in held.news]
    assert kinds(second) == ["season.renewed"] and len(set(ids)) == 3


def test_a_clock_that_was_set_back_does_not_stretch_the_wait() -> None:
    waiting = step(start(), [belief()], T0)
    back = step(waiting, [belief()], T0 - timedelta(days=400))
    assert kinds(step(back, [belief()], T0 - timedelta(days=400) + HOLD)) == ["season.renewed"]


def test_places_that_move_together_wait_together_and_flip_back_in_silence() -> None:
    both = [release("2027-03-05"), release("2027-03-05", "US streaming")]
    away = step(start(*both), [release("2027-09-09"), release("2027-09-09", "US streaming")], T0)
    assert kinds(away) == []
    assert kinds(step(away, both, T0 + 2 * HOLD)) == []


STATES = st.lists(st.tuples(st.lists(beliefs(), max_size=5), st.integers(0, 70)), min_size=1, max_size=8)


@given(STATES)
def test_whatever_happens_nothing_is_lost_and_no_news_has_the_id_of_another(
    states: list[tuple[list[Belief], int]],
) -> None:
    held, at, ids = start(), T0, []
    for now, minutes in states:
        at += minutes * MINUTE
        held = step(held, now, at)
        ids += [news.news_id for news in held.news]
    last = states[-1][0]
    for _ in range(6):  # the world rests
        at += HOLD
        held = step(held, last, at)
        ids += [news.news_id for news in held.news]
    assert len(ids) == len(set(ids))
    assert not held.waiting
    assert moves(tuple(held.told.values()), last) == ()


@given(STATES)
def test_each_link_of_a_chain_of_news_begins_where_the_last_one_ended(
    states: list[tuple[list[Belief], int]],
) -> None:
    held, at = start(), T0
    believed: dict[Key, Belief] = {}
    for now, minutes in states:
        at += minutes * MINUTE
        held = step(held, now, at)
        for news in held.news:
            before = news.move.before
            if before is None or before.subject == news.move.subject:  # else it is another place's word
                assert news.move.before == believed.get(news.move.key)
        believed = held.told


def test_a_state_is_read_back_as_it_was_written_and_follows_a_work_to_its_new_id(tmp_path: Path) -> None:
    connection = state.connect(tmp_path / "state.db")
    held = step(
        start(belief(), unannounced()),
        [belief(standing="disputed"), release("2027-03~"), belief(season=None)],
        T0,
    )
    with transaction(connection):
        watch_from(connection, WORK, T0)
        write_held(connection, WORK, held)
        write_held(connection, WORK, held)
    assert (read_told(connection, WORK), read_waiting(connection, WORK)) == (held.told, held.waiting)
    rename(connection, "Q1", [WORK])
    assert watched_since(connection, "Q1") == T0 and watched_since(connection, WORK) is None
    assert {key[1:] for key in read_told(connection, "Q1")} == {key[1:] for key in held.told}
    assert forget(connection, ["Q2"]) == 1 and read_told(connection, "Q1") == {}
    connection.close()
