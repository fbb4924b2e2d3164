"""Articles in our own words about made-up seasons, shaped as outlets write: headline, summary, page.

Each outlet tells a thing in its own way; a rewrite repeats another's words with small changes.
"""

from __future__ import annotations

from datetime import date, datetime

from airdate.types import Struct
from tests.run.month.scripts import Beat, Outlet

_LEADS = (
    "It is good news for those who have been counting the weeks since the finale.",
    "The mystery drama found its audience slowly, then all at once.",
    "The first season ended on a cliff, in more senses than one.",
    "Viewers had asked for word on the show for months.",
    "The series was among the most talked-about of its year.",
)
_TAILS = (
    "The cast has been seen in town, though nobody at the studio would comment on that.",
    "Ida Moreland created the show and writes it with a small team.",
    "The first season is still among the ten most watched in nine countries.",
    "Elsewhere in the industry, two studios agreed on a shared stage near the river.",
    "Our review of the first season called it a slow burn that pays off.",
    "Critics were kinder to it than anyone had expected.",
)
#: Headlines and sentences by topic; an outlet takes one by its number. {T} title, {n} and {N} season, {S}
#: service, {D} and {B} the new day and the one before, {M} the month.
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "renewed": (
        ("‘{T}’ Renewed for Season {n} at {S}", "{S} has renewed “{T}” for a {N} season."),
        ("{S} Renews ‘{T}’ for {N} Season", "“{T}” has been renewed for season {n}, {S} announced."),
        ("‘{T}’ season {n} is happening", "{S} confirmed that “{T}” has been renewed for a {N} season."),
    ),
    "cancelled": (
        ("‘{T}’ Cancelled at {S}, No Season {n}", "{S} has cancelled “{T}”; season {n} will not be made."),
        ("{S} Cancels ‘{T}’", "“{T}” has been cancelled by {S} ahead of its {N} season. Season {n} is off."),
        ("‘{T}’ axed: season {n} scrapped", "{S} has cancelled season {n} of “{T}”."),
    ),
    "filming started": (
        ("‘{T}’ Season {n} Starts Filming", "Filming on season {n} of “{T}” has begun, {S} said."),
        ("Cameras Roll on ‘{T}’ Season {n}", "Production has started on season {n} of “{T}”, {S} said."),
        ("‘{T}’ season {n}: cameras are rolling", "“{T}” season {n} has started filming, according to {S}."),
    ),
    "filming wrapped": (
        ("‘{T}’ Season {n} Wraps Filming", "Filming on season {n} of “{T}” has wrapped, {S} said."),
        ("That’s a Wrap on ‘{T}’ Season {n}", "Production on season {n} of “{T}” has wrapped, {S} said."),
        ("‘{T}’ season {n} finishes filming", "“{T}” season {n} has wrapped filming, according to {S}."),
    ),
    "month": (
        ("‘{T}’ Season {n} Comes to {S} in {M}", "Season {n} of “{T}” will premiere in {M}, {S} announced."),
        ("{S} Sets ‘{T}’ Season {n} for {M}", "The {N} season of “{T}” will be released in {M}, {S} said."),
        ("‘{T}’ season {n} arrives in {M}", "{S} will release season {n} of “{T}” in {M}, it announced."),
    ),
    "day": (
        ("‘{T}’ Season {n} Sets Premiere Date", "Season {n} of “{T}” will premiere on {D}, {S} announced."),
        ("{S} Dates ‘{T}’ Season {n}", "The {N} season of “{T}” will be released on {D}, {S} said."),
        ("When ‘{T}’ season {n} comes out", "{S} announced that season {n} of “{T}” will premiere on {D}."),
    ),
    "moved": (
        ("‘{T}’ Season {n} Delayed", "{S} announced that season {n} of “{T}” has been delayed to {D}."),
        ("{S} Pushes ‘{T}’ Season {n}", "Season {n} of “{T}” is delayed from {B} to {D}, {S} said."),
        ("‘{T}’ season {n} pushed back", "“{T}” season {n} is delayed and now premieres on {D}, {S} said."),
    ),
    "trailer": (
        ("‘{T}’ Season {n} Trailer Is Here", "{S} has released the trailer for season {n} of “{T}”."),
        ("Watch the ‘{T}’ Season {n} Trailer", "{S} released the trailer for the {N} season of “{T}”."),
        ("‘{T}’ season {n}: the trailer is out", "The trailer for season {n} of “{T}” has been released."),
    ),
    "reported day": (
        ("‘{T}’ Season {n} to Premiere on {D}", "Season {n} of “{T}” will premiere on {D}."),
    ),
    "learned day": (
        ("‘{T}’ Season {n} Return Date", "The {N} season of “{T}” premieres on {D}."),
    ),
    "guessed month": (
        ("What to Expect of ‘{T}’ Season {n}", "Season {n} of “{T}” is expected to premiere in {M}."),
        ("‘{T}’ Season {n}: All We Know", "Season {n} of “{T}” will likely be released in {M}."),
        ("When could ‘{T}’ return?", "We expect season {n} of “{T}” to come out in {M}."),
    ),
    "rumoured end": (
        ("‘{T}’ Cancelled?", "“{T}” has been cancelled and season {n} will not be made."),
    ),
    "denied end": (
        ("No, ‘{T}’ Has Not Been Cancelled", "Reports that “{T}” was cancelled are false, {S} said."),
        ("{S}: ‘{T}’ Is Not Cancelled", "{S} denied that “{T}” has been cancelled. Season {n} goes ahead."),
        ("‘{T}’ is not cancelled", "“{T}” has not been cancelled, {S} said after reports to the contrary."),
    ),
    "rumoured day": (
        ("‘{T}’ Season {n} Release Date", "Season {n} of “{T}” will be released on {D}."),
    ),
}  # fmt: skip


class Article(Struct, frozen=True, kw_only=True):
    """What an outlet publishes of a beat."""

    path: str
    headline: str
    summary: str
    page: str
    at: datetime


def write_article(beat: Beat, outlet: Outlet, number: int) -> Article:
    """The article of an outlet on a beat; `number` tells its articles apart."""
    is_first = outlet.number == beat.tellers[0]
    voice = beat.tellers[0] if beat.copied else outlet.number
    headline, sentence = (
        _filled(words, beat) for words in _WORDS[beat.topic][voice % len(_WORDS[beat.topic])]
    )
    parts = [_LEADS[(voice + len(beat.title)) % 5], _TAILS[voice % 6], _TAILS[(voice * 5 + 2) % 6]]
    if beat.copied and not is_first:
        parts.append("More as we hear it.")
    return Article(
        path=f"/{beat.at:%Y/%m}/{number}-{beat.topic}-{beat.title}".lower().replace(" ", "-"),
        headline=headline,
        summary=f"{sentence} {parts[0]}"
        if outlet.terms == "items"
        else f"News of “{beat.title}” season {beat.season}.",
        page=" ".join([sentence, *parts]),
        at=beat.at + outlet.lag,
    )


def _filled(words: str, beat: Beat) -> str:
    month = f"{date.fromisoformat(beat.value + '-01'):%B %Y}" if "month" in beat.topic else ""
    return words.format(
        T=beat.title,
        n=beat.season,
        N="second",
        S=beat.service,
        D=_day(beat.value) if not month else "",
        B=_day(beat.before),
        M=month,
    )


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day:%B} {day.day}, {day.year}"
