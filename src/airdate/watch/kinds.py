"""The kinds of news in one table: their names in webhooks, what they mean, who gets them unasked.

`docs/how-to/follow-and-be-told.md` shows the table, and a test holds the two together.
"""

from __future__ import annotations

from airdate.types import Struct


class Kind(Struct, frozen=True, kw_only=True):
    """What one kind of news means; `asked` kinds are sent only to those who ask for them by name."""

    help: str
    asked: bool = False


KINDS: dict[str, Kind] = {
    "season.renewed": Kind(help="A further season is decided."),
    "season.ordered": Kind(help="A series, season or film is ordered."),
    "season.ending": Kind(help="It is announced as the last."),
    "season.cancelled": Kind(help="Someone said that it is cancelled."),
    "decision.undone": Kind(help="A decision was taken back: it is open again."),
    "decision.withdrawn": Kind(help="Nothing stands any more that spoke of a decision."),
    "decision.disputed": Kind(help="Sources now disagree on the decision."),
    "decision.settled": Kind(help="Sources agree on the decision again."),
    "decision.rumoured": Kind(help="A renewal or an end is guessed at.", asked=True),
    "release.announced": Kind(help="A day or a longer window is named for the first time."),
    "release.narrowed": Kind(help="A day or window inside the one that was announced."),
    "release.moved": Kind(help="Another day or window than the one that was announced."),
    "release.confirmed": Kind(help="A day that was reported is confirmed by enough sources."),
    "release.doubted": Kind(help="A day is confirmed no longer, or disputed."),
    "release.withdrawn": Kind(help="No day or window stands any more."),
    "release.overdue": Kind(help="The announced window passed with no word of a release."),
    "release.out": Kind(help="Someone says that it is out."),
    "release.rumoured": Kind(help="A day or window is guessed at.", asked=True),
    "release.likely": Kind(help="It is likely to come within 60 days."),
    "release.soon": Kind(help="Reminder: some days before a day of release."),
    "release.today": Kind(help="Reminder: on the day of release."),
    "filming.scheduled": Kind(help="Filming is planned."),
    "filming.moved": Kind(help="Filming is planned for another time."),
    "filming.overdue": Kind(help="The time planned for filming passed with no word of a start."),
    "filming.started": Kind(help="Filming started."),
    "filming.wrapped": Kind(help="Filming wrapped."),
    "production.writing": Kind(help="It is being written."),
    "production.finishing": Kind(help="It is in post-production."),
    "production.paused": Kind(help="Production is on hold."),
    "production.delayed": Kind(help="Production is delayed."),
    "production.resumed": Kind(help="Production goes on after a pause or delay."),
    "production.undone": Kind(help="Production is less far than was said."),
    "production.withdrawn": Kind(help="Nothing stands any more that spoke of the production."),
    "production.rumoured": Kind(help="A step of the production is guessed at.", asked=True),
    "trailer.published": Kind(help="A trailer is out."),
    "trailer.announced": Kind(help="A trailer is to come."),
    "trailer.withdrawn": Kind(help="Nothing stands any more that spoke of a trailer."),
    "trailer.rumoured": Kind(help="A trailer is guessed at.", asked=True),
    "provider.announced": Kind(help="A service is named."),
    "provider.withdrawn": Kind(help="Nothing stands any more that named the service."),
    "provider.rumoured": Kind(help="A service is guessed at.", asked=True),
    "episodes.announced": Kind(help="A number of episodes is named, or another one.", asked=True),
    "episodes.withdrawn": Kind(help="No number of episodes stands any more.", asked=True),
    "episodes.rumoured": Kind(help="A number of episodes is guessed at.", asked=True),
    "cast.returning": Kind(help="Someone returns. May tell of the story.", asked=True),
    "cast.joining": Kind(help="Someone joins. May tell of the story.", asked=True),
    "cast.leaving": Kind(help="Someone leaves. May tell of the story.", asked=True),
    "cast.undone": Kind(help="Someone's part is open again. May tell of the story.", asked=True),
    "cast.withdrawn": Kind(help="Nothing stands any more that spoke of someone's part.", asked=True),
    "cast.rumoured": Kind(help="Someone's part is guessed at. May tell of the story.", asked=True),
}  # fmt: skip

#: What is said of a person who is followed; guesses are not among it.
CAST_NEWS = ("cast.returning", "cast.joining", "cast.leaving", "cast.undone", "cast.withdrawn")


def by_default() -> frozenset[str]:
    """The kinds that go to everyone who did not choose."""
    return frozenset(name for name, kind in KINDS.items() if not kind.asked)
