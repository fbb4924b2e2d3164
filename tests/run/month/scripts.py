"""What truly happens in the simulated world: seasons, what is announced of them and when, who tells it.

All titles, outlets, people and events are made up. A beat is one thing that becomes known; `news` lists the
kinds of change that a reader must be shown for it, each once (none: it must change nothing).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from airdate.types import SourceStanding, Struct

SERVICES = ("Netflix", "Prime Video", "Hulu", "Apple TV+")
_HEADS = (
    "Harbour",
    "Orchard",
    "Lantern",
    "Meridian",
    "Cinder",
    "Tidewater",
    "Belfry",
    "Citadel",
    "Sparrow",
    "Quarry",
)
_TAILS = ("Glass", "Salt", "Winter", "Ravens", "Thorns", "Copper", "Echoes", "Smoke", "Marble", "Rivers")
_ENDS = ("example", "test", "invalid")


class Outlet(Struct, frozen=True, kw_only=True):
    """A publisher with one feed. `terms` says whether its pages may be read, `form` how its feed looks."""

    number: int
    domain: str
    tier: SourceStanding
    form: str
    terms: str
    lag: timedelta


class Beat(Struct, frozen=True, kw_only=True):
    """One thing that becomes known at an instant: what (`topic` and `value`), told by which outlets.

    `copied` tells that all but the first teller rewrite the first.
    """

    at: datetime
    title: str
    season: int
    service: str
    topic: str
    value: str = ""
    before: str = ""
    tellers: tuple[int, ...]
    copied: bool = False
    news: tuple[str, ...]


class Script(Struct, frozen=True, kw_only=True):
    """A world: its outlets, and all beats in the order of time."""

    start: datetime
    days: int
    outlets: tuple[Outlet, ...]
    titles: tuple[str, ...]
    beats: tuple[Beat, ...]


def write_script(*, start: datetime, days: int, feeds: int, seasons: int, seed: int) -> Script:
    """A world of a size; the same for the same seed."""
    rng = random.Random(seed)
    outlets = tuple(_outlet(number) for number in range(feeds))
    titles = tuple(f"{_HEADS[i % 10]} of {_TAILS[(i // 10 + i) % 10]}" for i in range(seasons))
    beats: list[Beat] = []
    for index, title in enumerate(titles):
        stage = _Stage(start, days, outlets, title, SERVICES[index % 4], rng)
        beats += PLOTS[index % len(PLOTS)](stage)
    return Script(
        start=start,
        days=days,
        outlets=outlets,
        titles=titles,
        beats=tuple(sorted(beats, key=lambda beat: (beat.at, beat.title))),
    )


def _outlet(number: int) -> Outlet:
    tier: SourceStanding = "farm" if number % 10 == 7 else "trade" if number % 5 == 0 else "press"
    return Outlet(
        number=number,
        domain=f"{_name(number)}.{_ENDS[number % 3]}",
        tier=tier,
        form=("rss", "atom", "json")[number % 3],
        terms="pages" if number % 4 == 1 else "items",
        lag=timedelta(minutes=37 * (number % 7)),
    )


def _name(number: int) -> str:
    """A name that is like no other outlet's: alike names are taken for one outlet, and rightly so."""
    rng = random.Random(number * 7919 + 1)
    return "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(5))


class _Stage:
    """Where one season's plot plays."""

    def __init__(
        self,
        start: datetime,
        days: int,
        outlets: tuple[Outlet, ...],
        title: str,
        service: str,
        rng: random.Random,
    ) -> None:
        self._start, self.days, self._outlets = start, days, outlets
        self._title, self._service, self._rng = title, service, rng
        self.honest = [o.number for o in outlets if o.tier != "farm"]
        rng.shuffle(self.honest)
        self.farms = [o.number for o in outlets if o.tier == "farm"] or self.honest[-1:]

    def beat(self, share: float, topic: str, value: str = "", *, later: int = 0, **more: object) -> Beat:
        """A beat at a share of the period and some days later, told by three outlets by default."""
        days = share * (self.days - 4) + later
        at = self._start + timedelta(days=days, minutes=self._rng.randrange(600))
        fields: dict[str, object] = {"tellers": tuple(self.tellers(3)), "news": (), **more}
        return Beat(
            at=at,
            title=self._title,
            season=2,
            service=self._service,
            topic=topic,
            value=value,
            **fields,  # type: ignore[arg-type]
        )

    def tellers(self, count: int) -> list[int]:
        return self._rng.sample(self.honest, min(count, len(self.honest)))

    def day(self, low: int, high: int) -> date:
        """A day some time after the period."""
        return (self._start + timedelta(days=self.days + self._rng.randrange(low, high))).date()


def _smooth(s: _Stage) -> Iterator[Beat]:
    day = s.day(60, 200)
    month = f"{day:%Y-%m}"
    yield s.beat(0.05, "renewed", news=("season.renewed",))
    yield s.beat(0.3, "filming started", news=("filming.started",))
    yield s.beat(0.55, "filming wrapped", news=("filming.wrapped",))
    yield s.beat(0.75, "month", month, news=("release.announced",))
    yield s.beat(0.95, "day", day.isoformat(), news=("release.narrowed",))


def _slip(s: _Stage) -> Iterator[Beat]:
    first, second = s.day(40, 80), s.day(110, 200)
    yield s.beat(0.1, "day", first.isoformat(), news=("release.announced",))
    moved = ("release.moved", "production.delayed")
    yield s.beat(0.6, "moved", second.isoformat(), before=first.isoformat(), news=moved)
    yield s.beat(0.9, "trailer", news=("trailer.published",))


def _cancelled(s: _Stage) -> Iterator[Beat]:
    yield s.beat(0.1, "renewed", news=("season.renewed",))
    yield s.beat(0.8, "cancelled", news=("season.cancelled",))


def _exclusive(s: _Stage) -> Iterator[Beat]:
    day = s.day(60, 160).isoformat()
    first, second, third, *_ = s.tellers(4)
    yield s.beat(0.15, "reported day", day, tellers=(first,), news=("release.announced",))
    yield s.beat(0.15, "reported day", day, later=1, tellers=(first, second), copied=True)
    yield s.beat(0.6, "learned day", day, tellers=(third,), news=("release.confirmed",))
    yield s.beat(0.85, "trailer", news=("trailer.published",))


def _rumour(s: _Stage) -> Iterator[Beat]:
    day = s.day(60, 160).isoformat()
    yield s.beat(0.1, "rumoured day", day, tellers=(s.farms[0],), news=("release.rumoured",))
    yield s.beat(0.5, "renewed", news=("season.renewed",))
    yield s.beat(0.8, "filming started", news=("filming.started",))


def _filming(s: _Stage) -> Iterator[Beat]:
    day = s.day(90, 240)
    yield s.beat(0.1, "renewed", news=("season.renewed",))
    yield s.beat(0.4, "filming started", news=("filming.started",))
    yield s.beat(0.9, "day", day.isoformat(), news=("release.announced",))


def _dispute(s: _Stage) -> Iterator[Beat]:
    first, second = s.day(60, 90).isoformat(), s.day(100, 160).isoformat()
    one, other, *_ = s.tellers(2)
    yield s.beat(0.1, "reported day", first, tellers=(one,), news=("release.announced",))
    yield s.beat(0.4, "learned day", second, tellers=(other,), news=("release.moved",))
    if s.days > 120:  # within a month of the first word, the ledger holds a contested day for contested
        yield s.beat(0.8, "day", second, news=("release.confirmed",))


def _false_alarm(s: _Stage) -> Iterator[Beat]:
    yield s.beat(0.1, "renewed", news=("season.renewed",))
    yield s.beat(0.4, "rumoured end", tellers=(s.farms[0],), news=("decision.rumoured",))
    yield s.beat(0.4, "denied end", later=2)
    yield s.beat(0.8, "filming started", news=("filming.started",))


def _moved_twice(s: _Stage) -> Iterator[Beat]:
    days = [s.day(low, low + 20).isoformat() for low in (40, 90, 140)]
    yield s.beat(0.05, "day", days[0], news=("release.announced",))
    moved = ("release.moved", "production.delayed")
    yield s.beat(0.35, "moved", days[1], before=days[0], news=moved)
    yield s.beat(0.8, "moved", days[2], before=days[1], news=("release.moved",))


def _guessed(s: _Stage) -> Iterator[Beat]:
    guess, day = f"{s.day(60, 120):%Y-%m}", s.day(130, 200).isoformat()
    yield s.beat(0.15, "guessed month", guess, news=("release.rumoured",))
    yield s.beat(0.7, "day", day, news=("release.announced",))
    yield s.beat(0.9, "trailer", news=("trailer.published",))


PLOTS: tuple[Callable[[_Stage], Iterator[Beat]], ...] = (
    _smooth,
    _slip,
    _cancelled,
    _exclusive,
    _rumour,
    _filming,
    _dispute,
    _false_alarm,
    _moved_twice,
    _guessed,
)
