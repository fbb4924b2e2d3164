"""Which works a build of the site makes anew, and how they are called.

Invariant: each work that the ledger speaks of has a unit that tells its slug and the ids it is known by.
Where a slug comes, changes or goes, the works whose pages link it are made anew, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec
from msgspec.structs import replace

from airdate.publish.site import Output, Row, Shown, Tree, paths
from airdate.run.site_rows import CALLED, KNOWN, RELATED, Called, pack
from airdate.run.workspace import Airdate

_decode = msgspec.msgpack.Decoder(Called).decode


def works_to_make(airdate: Airdate, tree: Tree, changed: set[str] | None) -> list[Called]:
    """The works whose pages are to be made, by the ledger's id; those that are gone are taken out.

    `changed` are the ids of which there is news, `None` where any may have changed.
    """
    if changed is None:
        ids = airdate.ledger.works()
        held = set(ids)
        gone = sorted({_owner(row) for row in tree.rows(CALLED)} - held)
    else:
        touched = changed.union(*(_known_as(tree, id) for id in changed))
        ids = [id for id in sorted(touched) if airdate.ledger.entries(work_id=id)]
        gone = sorted(touched.difference(ids))
    lost = {called.work_id for id in gone for called in _of(tree, id)}
    for id in gone:
        tree.end(id)
    works = _named(airdate, tree, ids, bool(lost))
    moved = lost | {work.work_id for work in works.values() if _put(airdate, tree, work)}
    for id in {owner for work_id in moved for owner in _linking(tree, work_id)} - works.keys():
        for called in _of(tree, id):
            works[id] = called
            _put(airdate, tree, called)
    return [works[id] for id in sorted(works)]


def slug_of(tree: Tree, work_id: str) -> str | None:
    """How a work's pages are called; `None` where it has none."""
    return next((called.slug for row in tree.at(CALLED, work_id) for called in _called(row.body)), None)


def slugs(tree: Tree) -> dict[str, str]:
    """All slugs by work id."""
    return {called.work_id: called.slug for called in _all(tree)}


def _named(airdate: Airdate, tree: Tree, ids: Iterable[str], is_lost: bool) -> dict[str, Called]:
    """The works of some ids with their slugs, and those others whose slugs change with them."""
    works: dict[str, Called] = {}
    is_new = is_lost
    for id in ids:
        work = airdate.work(id)
        old = next(_of(tree, id), None)
        works[id] = Called(id=id, work_id=work.work_id, title=work.title, year=work.year)
        is_new |= old is None or replace(old, slug="") != works[id]
        works[id] = replace(works[id], slug=old.slug if old is not None else "")
    if not is_new:
        return works
    everything = {called.id: called for called in _all(tree)} | works
    made = paths.slugs(everything.values())
    return {
        id: replace(called, slug=made[called.work_id])
        for id, called in everything.items()
        if id in works or called.slug != made[called.work_id]
    }


def _put(airdate: Airdate, tree: Tree, called: Called) -> bool:
    """Keep how a work is called; is its slug another than it was?"""
    old = next(_of(tree, called.id), None)
    ids = sorted({called.id, *airdate.ids(airdate.work(called.id))})
    rows = [Row(CALLED, called.work_id, pack(called)), *(Row(KNOWN, id) for id in ids)]
    make = partial(Output, note=pack(called), rows=rows)
    tree.put(f"{CALLED} {called.id}", pack((called, ids)), make, owner=called.id)
    return old is None or old.slug != called.slug


def _of(tree: Tree, id: str) -> Iterator[Called]:
    note = tree.note(f"{CALLED} {id}")
    return _called(note) if note is not None else iter(())


def _all(tree: Tree) -> Iterator[Called]:
    return (called for row in tree.rows(CALLED) for called in _called(row.body))


def _called(packed: bytes) -> Iterator[Called]:
    try:
        yield _decode(packed)
    except msgspec.MsgspecError:  # another version noted it otherwise; with other code it is put anew
        return


def _owner(row: Shown) -> str:
    """The id under which a work is kept that shows a row: its units are called by it."""
    return row.unit.partition(" ")[2]


def _known_as(tree: Tree, id: str) -> set[str]:
    """The works that the ledger speaks of by an id, by the id under which they are kept."""
    return {_owner(row) for row in tree.at(KNOWN, id)}


def _linking(tree: Tree, work_id: str) -> set[str]:
    """The works whose pages name a work, by the id under which they are kept."""
    return {_owner(row) for row in tree.at(RELATED, work_id)}
