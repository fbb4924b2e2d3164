"""What an editor decides. Every decision is an entry in the ledger with a name and a reason, and reversible.

mark wrong   correct · retract · restore          redact      wipe words, names and links for good
pin          above all other words · unpin        add         a statement of the editor's own reading
merge        two ids, one work · part
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec

from airdate import dates
from airdate.errors import InputError
from airdate.ledger.changes import is_to_come
from airdate.ledger.statement import entry_id_of
from airdate.publish.clean import web_address
from airdate.run import merges
from airdate.run.merges import Merge
from airdate.run.workspace import Airdate
from airdate.sources.documents import host, page_id
from airdate.types import Claim, Entry, Kind, Modality, ReleaseType, Struct

READER = "desk"
RULE = "by hand"
_INSTANT = timedelta(microseconds=1)


class Statement(Struct, frozen=True, kw_only=True):
    """What an editor has read somewhere and adds by hand.

    `said_on`, `when` are EDTF. `url` is where it was read; a statement without one needs `outlet`, the one
    who told it (a press office's mail, say).
    """

    title: str
    kind: Kind
    value: str
    said_on: str
    season: int | None = None
    modality: Modality = "confirmed"
    who: str | None = None
    person: str | None = None
    character: str | None = None
    when: str | None = None
    region: str | None = None
    release_type: ReleaseType | None = None
    url: str | None = None
    outlet: str | None = None


def add(airdate: Airdate, said: Statement, *, by: str, reason: str) -> Entry:
    """Record a statement by hand, signed; what is there already is signed too.

    Raises:
        InputError: it does not fit, nobody signs it, it names no source, or it was taken back before.
        UnknownTitleError: no work, or several, go by that title.
        DateError: a date that is no EDTF.
    """
    _require_signature("add", by, reason)
    airdate.find(said.title)  # a title that ties or is unknown is told before anything is written
    claim = _claim(airdate, said, _outlet(said))
    now = airdate.now()
    if claim.said_on is not None and is_to_come(claim.said_on, now):
        raise InputError("nothing can have been said by then", id=f"said_on={said.said_on}")
    done = airdate.ledger.record([(airdate.home(claim.title), claim)], known_at=now)
    if done.refused:
        raise InputError(done.refused[0].error, id=said.title)
    entry = _recorded(airdate, claim)
    if entry.state in ("retracted", "redacted"):
        raise InputError(f"it was {entry.state} before", id=entry.entry_id, hint="restore it instead")
    return airdate.ledger.correct(entry.entry_id, {}, by=by, reason=reason, known_at=now + _INSTANT)


def pin(airdate: Airdate, entry_id: str, *, by: str, reason: str) -> Entry:
    """Let a statement stand above all others until it is unpinned. Raises as `Ledger.correct`."""
    if airdate.ledger.get(entry_id).claim.standing_of_source == "editor":
        raise InputError("it is pinned already", id=entry_id)
    return airdate.correct(entry_id, {"standing_of_source": "editor"}, by=by, reason=reason)


def unpin(airdate: Airdate, entry_id: str, *, by: str, reason: str) -> Entry:
    """Let a pinned statement weigh what it weighed before. Raises as `Ledger.correct`."""
    before = [e.claim.standing_of_source for e in reversed(airdate.ledger.history(entry_id))]
    if before[0] != "editor":
        raise InputError("it is not pinned", id=entry_id)
    own = next((standing for standing in before if standing != "editor"), "press")
    return airdate.correct(entry_id, {"standing_of_source": own}, by=by, reason=reason)


def merge(airdate: Airdate, source: str, target: str, *, by: str, reason: str) -> Merge:
    """Two titles are one work: the first goes by the second's id, now and from now on.

    Raises:
        UnknownTitleError: no work goes by one of them.
        InputError: they are one work already, or nobody signs it.
    """
    _require_signature("merge", by, reason)
    ids = airdate.find(source).work_id, airdate.find(target).work_id
    return merges.merge(airdate.ledger, *ids, by=by, reason=reason, at=airdate.now())


def part(airdate: Airdate, source: str, *, by: str, reason: str) -> int:
    """Undo a merge, by the first title or its id; how many statements went back.

    Raises:
        InputError: it was not merged, or nobody signs it.
    """
    _require_signature("part", by, reason)
    work_id = airdate.catalogue.resolve(source)
    return merges.part(airdate.ledger, work_id, by=by, reason=reason, at=airdate.now())


def decide(airdate: Airdate, what: str, values: Mapping[str, Any], *, by: str, reason: str) -> Entry:
    """A decision on one entry by its name, as forms and commands give it; see `DECISIONS`.

    Raises:
        InputError: no such decision, or no reason; else as the decision itself.
        UnknownTitleError: a correction to a work that nobody knows.
    """
    if what not in DECISIONS:
        raise InputError("no such decision", id=what, hint=f"one of {', '.join(DECISIONS)}")
    _require_signature(what, by, reason)
    entry_id = str(values["entry_id"])
    match what:
        case "correct":
            return airdate.correct(entry_id, _of_known_work(airdate, values["changes"]), by=by, reason=reason)
        case "pin":
            return pin(airdate, entry_id, by=by, reason=reason)
        case "unpin":
            return unpin(airdate, entry_id, by=by, reason=reason)
    act = {"retract": airdate.retract, "restore": airdate.restore, "redact": airdate.redact}[what]
    return act(entry_id, by=by, reason=reason)


DECISIONS = ("correct", "retract", "restore", "redact", "pin", "unpin")


def _require_signature(what: str, by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise InputError("a decision needs a name and a reason", id=what)


def _of_known_work(airdate: Airdate, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """A correction whose work, given by name or id, is one that somebody can find again."""
    if "work_id" not in changes:
        return changes
    return {**changes, "work_id": airdate.find(str(changes["work_id"] or "")).work_id}


def _outlet(said: Statement) -> str:
    if said.url is not None and web_address(said.url) is None:
        raise InputError("the link is no web address", id=said.title, hint="as https://example.org/news")
    outlet = said.outlet or host(said.url)
    if outlet is None:
        raise InputError("it names no source", id=said.title, hint="give a link, or the outlet")
    return outlet


def _claim(airdate: Airdate, said: Statement, outlet: str) -> Claim:
    fields = msgspec.structs.asdict(said)
    digest = sha256(repr(sorted(fields.items(), key=str)).encode()).hexdigest()[:16]
    return Claim(
        **{name: fields[name] for name in _SAME},
        when=dates.parse(said.when) if said.when else None,
        said_on=dates.parse(said.said_on),
        said_via=outlet,
        url=said.url,
        document_id=page_id(said.url) if said.url else f"desk:{digest}",
        standing_of_source=airdate.catalogue.standing(said.who, outlet),
        reader=READER,
        rule=RULE,
    )


#: Fields that a statement and a claim share as they are.
_SAME = (
    *("title", "season", "kind", "value", "modality", "who", "person", "character"),
    *("region", "release_type"),
)


def _recorded(airdate: Airdate, claim: Claim) -> Entry:
    return airdate.ledger.get(entry_id_of(claim))
