"""When a feed is looked at next."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from airdate.sqlite import transaction
from airdate.watch import polling, polls
from airdate.watch.polling import HostRest, Outcome, Poll
from airdate.watch.state import connect

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
intervals = st.timedeltas(timedelta(seconds=1), timedelta(days=8))


@given(
    intervals,
    intervals,
    st.sampled_from(["news", "same", "fault"]),
    st.integers(1, 500),
    st.none() | intervals,
)
def test_an_interval_is_never_below_the_least_nor_what_is_asked_nor_beyond_all_bounds(
    interval: timedelta, usual: timedelta, outcome: Outcome, failures: int, asked: timedelta | None
) -> None:
    made = polling.next_interval(interval, usual, outcome, failures=failures, asked=asked)
    assert made >= polling.LEAST
    assert made >= min(asked or polling.LEAST, polling.LONGEST_ASKED)
    assert made <= max(polling.MOST, usual, asked or polling.LEAST)


def test_news_bring_the_next_look_nearer_and_silence_puts_it_off() -> None:
    assert polling.next_interval(HOUR, HOUR, "news") == HOUR / 2
    assert polling.next_interval(HOUR, HOUR, "same") == HOUR * 1.25
    assert polling.next_interval(HOUR * 4, HOUR, "same") == HOUR * 4


def test_faults_back_off_to_a_day() -> None:
    waits = [polling.next_interval(HOUR, HOUR, "fault", failures=n) for n in range(1, 12)]
    assert waits[:2] == [2 * HOUR, 4 * HOUR] and waits == sorted(waits) and waits[-1] == polling.MOST


@given(st.floats(0, 1))
def test_jitter_is_late_by_a_tenth_at_most_and_never_early(jitter: float) -> None:
    assert NOW + HOUR <= polling.next_due(NOW, HOUR, jitter) <= NOW + HOUR * 1.1


def poll(**changed: object) -> Poll:
    fields = {
        "feed": "https://a.example/f",
        "polled_at": NOW,
        "due_at": NOW + HOUR,
        "interval": HOUR,
        **changed,
    }
    return Poll(**fields)  # type: ignore[arg-type]


def test_a_feed_is_due_at_first_at_its_time_and_when_the_clock_was_set_back() -> None:
    assert polling.is_due(None, NOW)
    assert not polling.is_due(poll(), NOW) and polling.is_due(poll(), NOW + HOUR)
    assert polling.is_due(poll(), NOW - timedelta(days=400))
    assert not polling.is_due(poll(gone_at=NOW), NOW + timedelta(days=99))


def test_a_host_that_fails_again_and_again_is_left_alone_for_longer_and_longer() -> None:
    rest: HostRest | None = None
    waits = []
    for _ in range(14):
        rest = polling.host_after(rest, "a.example", NOW, failed=True)
        assert rest is not None
        waits.append(rest.until - NOW)
    assert waits[:2] == [timedelta(), timedelta()] and waits[2:4] == [
        polling.HOST_REST,
        polling.HOST_REST * 2,
    ]
    assert waits[-1] == polling.MOST
    assert polling.is_resting(rest, NOW) and not polling.is_resting(rest, NOW + polling.MOST)
    assert polling.host_after(rest, "a.example", NOW, failed=False) is None


def test_a_host_that_asks_for_rest_gets_it_at_once_but_not_for_ever() -> None:
    rest = polling.host_after(None, "a.example", NOW, failed=True, asked=timedelta(hours=2))
    assert polling.is_resting(rest, NOW + HOUR) and not polling.is_resting(rest, NOW + 2 * HOUR)
    assert not polling.is_resting(rest, NOW - timedelta(days=30))  # the clock was set back
    long = polling.host_after(None, "a.example", NOW, failed=True, asked=timedelta(days=900))
    assert long is not None and long.until == NOW + polling.LONGEST_ASKED


def test_what_servers_and_feeds_ask_for() -> None:
    assert polling.asked_by_headers({"cache-control": "public, max-age=600"}, NOW) == timedelta(minutes=10)
    assert polling.asked_by_headers({"cache-control": "s-max-age=1"}, NOW) is None
    assert polling.asked_by_headers({"expires": "Mon, 01 Mar 2027 13:00:00 GMT"}, NOW) == HOUR
    assert polling.asked_by_headers({"expires": "0"}, NOW) is None
    assert polling.asked_by_headers({"cache-control": "max-age=999999999"}, NOW) == polling.MOST
    assert polling.asked_by_feed("<rss><channel><ttl>45</ttl>") == timedelta(minutes=45)
    period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert polling.asked_by_feed(period) == timedelta(hours=6)
    assert polling.asked_by_feed("<rss>") is None
    assert polling.asked_by_retry("120", NOW) == timedelta(minutes=2)
    assert polling.asked_by_retry("Mon, 01 Mar 2027 12:30:00 GMT", NOW) == timedelta(minutes=30)
    assert polling.asked_by_retry("soon", NOW) is None and polling.asked_by_retry(None, NOW) is None


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "state.db")) as state:
        held = poll(
            etag='"a"', sha256=b"\x00" * 32, failures=2, error="down", gone_at=NOW, moved_to="https://b"
        )
        rest = HostRest(host="a.example", failures=4, until=NOW)
        with transaction(state):
            polls.write_poll(state, held)
            polls.write_rest(state, "a.example", rest)
            polls.write_seen(state, "doc", b"\x01", NOW, attempts=1)
            polls.tell_upto(state, NOW, NOW.date())
        assert polls.read_polls(state) == {held.feed: held}
        assert polls.read_rest(state, "a.example") == rest
        assert polls.seen(state, "doc") == (b"\x01", 1) and polls.seen(state, "other") is None
        assert polls.told_upto(state) == (NOW, NOW.date())
        assert polls.prune(state, NOW + HOUR, timedelta()) == 1 and polls.seen(state, "doc") is None


def test_doubts_are_bounded(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "state.db")) as state, transaction(state):
        for number in range(polls.MAX_DOUBTS + 5):
            doubt = polls.Doubt(
                document=f"d{number:04}", url=None, outlet=None, title=None, reasons="no work"
            )
            polls.write_doubt(state, doubt, NOW + timedelta(seconds=number))
        found = polls.read_doubts(state)
        assert len(found) == polls.MAX_DOUBTS and found[0].document == f"d{polls.MAX_DOUBTS + 4:04}"
