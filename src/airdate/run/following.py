"""Following in a workspace: matching what a user names to works, and which works all follows come to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from airdate.catalogue.fold import fold
from airdate.catalogue.ids import parse_id
from airdate.catalogue.records import Credit, Offer, Record, Tag, Title, title_id
from airdate.errors import InputError, UnknownTitleError
from airdate.run.workspace import Airdate
from airdate.sqlite import transaction
from airdate.types import Form, Struct, Work
from airdate.watch import told
from airdate.watch.follow import (
    Follow,
    FollowKind,
    add_follow,
    checked_name,
    list_follows,
    match_follow,
    remove_follow,
    split_year,
)
from airdate.watch.marks import read_mark, write_mark

#: Titles of which a source gives the year of another premiere, festival or region are this many years apart.
_NEAR_YEARS = 1
_MAX_RECORDS = 5_000  # of one person, service or theme
_TRIED = "matched against"

Outcome = Literal["matched", "tied", "unmatched"]


class Matched(Struct, frozen=True, kw_only=True):
    """What a title comes to: one work, several that fit alike, or none; with the reason in words."""

    outcome: Outcome
    reason: str
    work: Work | None = None
    choices: tuple[str, ...] = ()


def match(
    airdate: Airdate, name: str, *, year: int | None = None, form: Form | None = None, ids: Iterable[str] = ()
) -> Matched:
    """Find the work of a title: by its ids first, then by its name with year and form.

    A name that one work has is no match where year or form contradict it.
    """
    for id in ids:
        found = airdate.look_up(id)
        if found.work is not None:
            return Matched(outcome="matched", work=found.work, reason=f"its id {id}")
    works, reason = _named(airdate, name, year)
    fitting = [work for work in works if _fits(work, year, form)]
    if len(fitting) == 1:
        return Matched(outcome="matched", work=fitting[0], reason=reason)
    if fitting:
        labels = tuple(airdate.catalogue.label(work.work_id) for work in fitting)
        return Matched(outcome="tied", reason=f"{len(works)} works go by it", choices=labels)
    if works:
        labels = tuple(airdate.catalogue.label(work.work_id) for work in works)
        return Matched(outcome="unmatched", reason="known of another year or form", choices=labels)
    spoken_of = title_id(name)
    if not year and not form and airdate.ledger.entries(work_id=spoken_of):
        return Matched(outcome="matched", work=airdate.work(spoken_of), reason="statements speak of it")
    if parse_id(name) is not None:
        return Matched(outcome="unmatched", reason="no work has that id")
    nearest = tuple(airdate.catalogue.nearest(name))
    return Matched(outcome="unmatched", reason="no work goes by that name", choices=nearest)


def _named(airdate: Airdate, name: str, year: int | None) -> tuple[list[Work], str]:
    """The works of a name, first those of the year, if there are any."""
    for query in ([f"{name} ({year})"] if year else []) + [name]:
        found = airdate.look_up(query)
        works = [found.work] if found.work is not None else [match.work for match in found.ties]
        if works:
            return works, found.reason
    return [], ""


def _fits(work: Work, year: int | None, form: Form | None) -> bool:
    """Does nothing that is known of the work contradict what is asked for?"""
    other_year = year is not None and work.year is not None and abs(work.year - year) > _NEAR_YEARS
    return not other_year and (form is None or work.form == form or work.form == "special")


def follow(
    airdate: Airdate, state: sqlite3.Connection, kind: FollowKind, name: str, *, at: datetime
) -> tuple[Follow, bool]:
    """Follow a title, person, service or list that a user names; the second value says whether it is new.

    A title that nobody knows yet is kept and matched later.

    Raises:
        UnknownTitleError: several works go by the title; carries what tells them apart.
        InputError: no name.
    """
    made = named_follow(airdate, kind, checked_name(name), at=at)
    with transaction(state):
        return made, add_follow(state, made, at)


def named_follow(airdate: Airdate, kind: FollowKind, name: str, *, at: datetime) -> Follow:
    """The follow that a user's words mean. Raises as `follow`."""
    if kind != "title":
        return Follow(kind=kind, name=_spelt(airdate, kind, name), added_at=at)
    plain, year = split_year(name)
    found = match(airdate, plain, year=year)
    if found.outcome == "tied":
        raise UnknownTitleError(name, found.choices)
    if found.work is None:
        return Follow(kind=kind, name=plain, year=year, reason=_why(found), added_at=at)
    work = found.work
    return Follow(
        kind=kind, name=work.title, year=work.year, work_id=work.work_id, reason=found.reason, added_at=at
    )


def _spelt(airdate: Airdate, kind: FollowKind, name: str) -> str:
    """The name of a person, service or list as the catalogue spells it, if it knows it."""
    record, column = _BY_KIND[kind]
    for work_id in airdate.ledger.works():
        for found in airdate.catalogue.records(record, work_id):
            if fold(getattr(found, column)) == fold(name):
                return str(getattr(found, column))
    return name


def _why(found: Matched) -> str:
    return found.reason + (f"; nearest: {'; '.join(found.choices)}" if found.choices else "")


def unfollow(airdate: Airdate, state: sqlite3.Connection, kind: FollowKind, name: str) -> Follow:
    """Follow something no more, and forget what was told of works that nothing else leads to.

    Raises:
        InputError: it is not followed, or several things of that name are.
    """
    held = [follow for follow in list_follows(state) if follow.kind == kind]
    named = [f for f in held if name.casefold() in (f.name.casefold(), (f.work_id or "").casefold())]
    if not named:
        wanted = named_follow(airdate, kind, checked_name(name), at=airdate.now())
        named = [follow for follow in held if follow.identity == wanted.identity]
    if len(named) != 1:
        several = "; ".join(f"{f.name} ({f.work_id or 'not matched'})" for f in named)
        hint = f"name one by its id: {several}" if named else "see `airdate follow list`"
        raise InputError("several follows go by it" if named else "not followed", id=name, hint=hint)
    with transaction(state):
        remove_follow(state, named[0])
        told.forget(state, followed_works(airdate, state))
    return named[0]


def match_again(airdate: Airdate, state: sqlite3.Connection) -> list[Follow]:
    """Try the titles that no work fitted; returns those that one fits now.

    Those of which the catalogue or a statement has the name or id; once a day all of them, in all ways.
    """
    found: list[Follow] = []
    tried = f"{airdate.today()} {airdate.catalogue.version}"
    is_new = read_mark(state, _TRIED) != tried
    spoken_of = set(airdate.ledger.works())
    for held in list_follows(state):
        is_open = held.kind == "title" and held.work_id is None
        if not is_open or not (is_new or _is_known(airdate, held, spoken_of)):
            continue
        made = match(airdate, held.name, year=held.year, form=held.form, ids=held.ids)
        if made.work is not None:
            after = replace(held, work_id=made.work.work_id, reason=made.reason)
            with transaction(state):
                match_follow(state, held, after)
            found.append(after)
    if is_new:
        with transaction(state):
            write_mark(state, _TRIED, tried)
    return found


def _is_known(airdate: Airdate, held: Follow, spoken_of: set[str]) -> bool:
    """Is its name or one of its ids that of a work? A look that costs little."""
    store, named = airdate.catalogue.store, title_id(held.name)
    ids = store.ids_with(Title, [store.identity.work_of(id) for id in held.ids])
    return bool(ids) or named in spoken_of or airdate.catalogue.resolve(held.name) != named


def followed_works(airdate: Airdate, state: sqlite3.Connection) -> dict[str, list[Follow]]:
    """The works that all follows come to, by their present ids, each with the follows that lead to it.

    Of a person, service or list: the works that statements speak of; of a person also those in whose cast a
    statement names them.
    """
    follows = list_follows(state)
    identity = airdate.catalogue.store.identity
    spoken_of = {identity.work_of(id) for id in airdate.ledger.works()}
    named = _named_in_cast(airdate) if any(held.kind == "person" for held in follows) else {}
    works: dict[str, list[Follow]] = {}
    for held in follows:
        own = [*_works_of(airdate, held, spoken_of)]
        own += named.get(fold(held.name), []) if held.kind == "person" else []
        for work_id in dict.fromkeys(identity.work_of(id) for id in own):
            works.setdefault(work_id, []).append(held)
    return works


def _named_in_cast(airdate: Airdate) -> dict[str, list[str]]:
    """The works in whose cast statements name a person, by the person's folded name."""
    named: dict[str, list[str]] = {}
    for work_id in airdate.ledger.works():  # one by one: a ledger may be larger than memory
        claims = [entry.claim for entry in airdate.ledger.entries(work_id=work_id)]
        for person in {fold(c.person) for c in claims if c.kind == "cast" and c.person}:
            named.setdefault(person, []).append(work_id)
    return named


def _works_of(airdate: Airdate, held: Follow, spoken_of: set[str]) -> Iterator[str]:
    identity = airdate.catalogue.store.identity
    if held.kind == "title":
        yield from [held.work_id] if held.work_id else []
        return
    record, column = _BY_KIND[held.kind]
    for found in airdate.catalogue.store.with_value(record, column, held.name, _MAX_RECORDS):
        work_id = identity.work_of(found.work)  # type: ignore[attr-defined]
        if work_id in spoken_of:
            yield work_id


#: Where the catalogue keeps what a follow names, and in which column.
_BY_KIND: dict[str, tuple[type[Record], str]] = {
    "person": (Credit, "name"),
    "service": (Offer, "service"),
    "list": (Tag, "value"),
}
