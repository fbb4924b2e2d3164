"""A change of belief as a notice: what it was, what it is, how sure, who says so, in words and as data.

Invariant: no word says more than the belief. What is not confirmed is called so, what vanished is called
withdrawn, and nothing of the story is told: of the cast only who, and only to those who asked for it.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from airdate.guide.evidence import Evidence
from airdate.guide.phrases import UNANNOUNCED, WORDING, word
from airdate.guide.words import HEDGES, count, say, say_said, say_when, uncapital
from airdate.publish.clean import clean, web_address
from airdate.types import Belief, Modality, Struct
from airdate.watch.hold import News
from airdate.watch.moves import is_firm
from airdate.watch.reminders import Reminder

#: What a notice says after the title, by kind, where it is not just the answer. `{before}` and `{now}` are
#: the answers in words, `{when}` is the new window with its preposition, `{hedge}` how sure it is: at the end
#: where a line does not place it.
HEADLINES: dict[str, str] = {
    "season.renewed": "renewed",
    "season.ordered": "ordered",
    "season.ending": "announced as the end",
    "season.cancelled": "cancelled",
    "decision.undone": "the decision is open again; it was: {before}",
    "decision.withdrawn": "no word on a decision stands any more; it was: {before}",
    "decision.disputed": "{now}",
    "decision.settled": "{now}",
    "decision.rumoured": "{now}",
    "release.announced": "comes {when}",
    "release.narrowed": "comes {when}{hedge}; was: {before}",
    "release.moved": "was {before}, now {now}",
    "release.confirmed": "comes {when}, confirmed",
    "release.doubted": "{now} is no longer certain",
    "release.withdrawn": "no date stands any more; it was: {before}",
    "release.overdue": "{before} has passed with no word of a release",
    "release.out": "out {when}",
    "release.rumoured": "guessed for {now}",
    "release.likely": "likely within 60 days ({why})",
    "release.soon": "comes in {days}, {when}",
    "release.today": "comes today, {when}",
    "filming.moved": "{now}{hedge}; was: {before}",
    "filming.overdue": "the time planned for filming has passed with no word of a start; it was: {before}",
    "production.resumed": "the production goes on; it was: {before}",
    "production.undone": "{now}{hedge}; it had been: {before}",
    "production.withdrawn": "no word on the production stands any more; it was: {before}",
    "trailer.withdrawn": "no word of a trailer stands any more; it was: {before}",
    "provider.announced": "on {now}",
    "provider.withdrawn": "no word of {before} stands any more",
    "provider.rumoured": "guessed to be on {now}",
    "cast.returning": "{subject} returns",
    "cast.joining": "{subject} joins",
    "cast.leaving": "{subject} leaves",
    "cast.undone": "the part of {subject} is open again",
    "cast.withdrawn": "no word on {subject} stands any more",
    "cast.rumoured": "{now}: {subject}",
    "episodes.withdrawn": "no number of episodes stands any more; it was: {before}",
}
_TAKEN_BACK = (".withdrawn", ".overdue", ".undone")
_FORECAST = "a forecast: nothing is announced"


class Notice(Struct, frozen=True, kw_only=True):
    """One piece of news or one reminder, as a webhook sends it.

    `event` is a name of `kinds.KINDS`. `headline` tells it in one line. `before` and `now` are the answers in
    words, `None` where there was or is none; their windows are EDTF. `confirmed` says whether the new answer
    is; where it is not, the headline says so. `source` is who says it, `source_url` where, `said_on` when
    (EDTF). `url` leads to the guide where the site's address is known. `days` is set for reminders.
    """

    notice_id: str
    event: str
    made_at: datetime
    work_id: str
    title: str
    season: int | None
    headline: str
    subject: str = ""
    before: str | None = None
    now: str | None = None
    before_window: str | None = None
    now_window: str | None = None
    confirmed: bool = False
    source: str = ""
    source_url: str | None = None
    said_on: str | None = None
    url: str | None = None
    days: int | None = None
    spoiler: bool = False
    ids: dict[str, str] = msgspec.field(default_factory=dict)


class Subject(Struct, frozen=True, kw_only=True):
    """The work that a notice is about: its title, its ids elsewhere and the address of its guides' folder."""

    work_id: str
    title: str
    ids: dict[str, str] = msgspec.field(default_factory=dict)
    site: str | None = None
    is_series: bool = True

    def guide(self, season: int | None) -> str | None:
        """The address of a season's guide; a series at large has none."""
        if self.site is None or (season is None and self.is_series):
            return None
        return self.site if season is None else f"{self.site}{season}/"


def news_notice(news: News, about: Subject, evidence: Evidence, at: datetime) -> Notice:
    """The notice of a change; `evidence` holds the entries that the new answer rests on."""
    move = news.move
    before, now = _words(move.before, evidence.as_of), _words(move.now, evidence.as_of)
    is_back = move.kind.endswith(_TAKEN_BACK)
    is_said = move.now is not None and is_firm(move.now) and move.now.support  # else time or silence did it
    answer = move.now if is_said or not is_back else None
    words = {"before": before or "", "now": now or "", "subject": clean(move.subject)}
    told = tell(move.kind, answer, when=_when(move.now), **words)
    notice = _notice(move.kind, move.season, told, answer, about, evidence, at)
    return replace(
        notice,
        notice_id=news.news_id,
        subject=clean(move.subject),
        before=before,
        now=now,
        before_window=_edtf(move.before),
        now_window=_edtf(move.now),
        confirmed=move.is_confirmed and not is_back,
        spoiler=move.question == "cast",
    )


def reminder_notice(reminder: Reminder, about: Subject, evidence: Evidence, at: datetime) -> Notice:
    """The notice of a day that is near."""
    belief = reminder.belief
    kind = "release.soon" if reminder.days else "release.today"
    told = tell(kind, belief, days=count(reminder.days, "day"), when=_when(belief))
    return replace(
        _notice(kind, belief.season, told, belief, about, evidence, at),
        notice_id=_id(reminder.mark),
        subject=clean(belief.subject),
        now=_words(belief, evidence.as_of),
        now_window=_edtf(belief),
        confirmed=belief.standing == "confirmed",
        days=reminder.days,
    )


def likely_notice(
    mark: str, season: int | None, announced: Belief | None, about: Subject, evidence: Evidence, at: datetime
) -> Notice:
    """The notice of a season that is likely soon, by its announced window or else by forecast."""
    why = f"announced for {_words(announced, evidence.as_of)}" if announced else _FORECAST
    told = tell("release.likely", announced, why=why)
    return replace(
        _notice("release.likely", season, told, announced, about, evidence, at),
        notice_id=_id(f"{mark}|{evidence.as_of}"),
        now=_words(announced, evidence.as_of),
        now_window=_edtf(announced),
    )


def tell(kind: str, answer: Belief | None, **words: str) -> str:
    """What a notice of a kind says after the title; `answer` is the one that it gives a hedge for, if any."""
    line = HEADLINES.get(kind, "{now}")
    line = line if "{hedge}" in line else line + "{hedge}"
    return line.format(hedge=hedge(answer), **words)


def headline(title: str, season: int | None, told: str) -> str:
    """`Lighthouse, season 2: renewed.`"""
    return f"{title if season is None else f'{title}, season {season}'}: {told}."


def _notice(
    kind: str,
    season: int | None,
    told: str,
    answer: Belief | None,
    about: Subject,
    evidence: Evidence,
    at: datetime,
) -> Notice:
    """What all notices share; `answer` is the one that they give a source and a hedge for, if any."""
    rests_on = evidence.rests_on(answer) if answer is not None else []
    said = rests_on[0].claim if rests_on else None
    source = clean(evidence.speakers(rests_on)) if said else ""
    cited = f", says {source}, {say_said(said.said_on)}" if said else ""
    return Notice(
        notice_id="",
        event=kind,
        made_at=at,
        work_id=about.work_id,
        title=about.title,
        season=season,
        headline=headline(about.title, season, told + cited),
        source=source,
        source_url=web_address(said.url) if said else None,
        said_on=said.said_on.edtf if said and said.said_on else None,
        url=about.guide(season),
        ids=about.ids,
    )


def hedge(belief: Belief | None) -> str:
    """How sure an answer is, where it is not confirmed: ` (expected, not confirmed)`."""
    if belief is None or (belief.standing == "confirmed" and is_firm(belief)):
        return ""
    if belief.standing == "disputed":
        return f" ({HEDGES['disputed']})"
    return " (reported, not confirmed)" if is_firm(belief) else f" ({HEDGES['expected']})"


def _id(mark: str) -> str:
    return sha256(mark.encode()).hexdigest()[:32]


def _edtf(belief: Belief | None) -> str | None:
    return belief.window.edtf if belief is not None and belief.window is not None else None


def _words(belief: Belief | None, as_of: date) -> str | None:
    """An answer in words, without its source."""
    if belief is None:
        return None
    if belief.question == "release":
        return _release(belief)
    if belief.question in WORDING:
        modality: Modality = "confirmed" if is_firm(belief) else "expected"
        return uncapital(word(belief.question, belief.answer, modality, belief.window, as_of))
    return count(int(belief.answer), "episode") if belief.question == "episodes" else clean(belief.answer)


def _release(belief: Belief) -> str:
    if belief.answer == UNANNOUNCED or belief.window is None:
        return f"no date announced{_place(belief)}"
    return f"{say(belief.window)}{_place(belief)}"


def _when(belief: Belief | None) -> str:
    return f"{say_when(belief.window)}{_place(belief)}" if belief is not None and belief.window else ""


def _place(belief: Belief) -> str:
    """Region and type of a release, where they are named."""
    return (
        f" ({belief.subject})" if belief.question == "release" and belief.subject and is_firm(belief) else ""
    )
