"""Joining what a source knows by its title alone (a chart's row) to the work of that title.

Only where exactly one work with an id has the title for its own, and the form is not another; all others stay
apart. The joins are made anew each time, so that they follow from what is in the store and not from the order
of loading.
"""

from __future__ import annotations

from airdate.catalogue.fold import fold
from airdate.catalogue.forms import TITLE
from airdate.catalogue.ids import scheme
from airdate.catalogue.records import Title
from airdate.catalogue.shelf import Shelf
from airdate.catalogue.store import Store


def join_titles(store: Store) -> int:
    """Join each id by title to its work, after loading; returns how many are joined."""
    shelf = Shelf(store)
    with store.writing():
        ids = store.ids_of_scheme("title")
        before = store.identity.works_of(ids)
        joined = [_join(shelf, id) for id in ids]
        after = store.identity.works_of(ids)
        store.note_changes(sum(before[id] != after[id] for id in ids))
    return sum(joined)


def _join(shelf: Shelf, id: str) -> bool:
    identity = shelf.store.identity
    identity.part(id)
    own = shelf.store.read(Title, [id])
    works = {
        work_id
        for form in {fold(record.title) for record in own}
        for other, rank in shelf.store.exact(form)
        if rank == TITLE and scheme(work_id := shelf.work_id(other)) != "title"
    }
    if len(works) != 1:
        return False
    work = shelf.work(works.pop())
    forms = {record.form for record in own if record.form}
    return work is not None and forms <= {work.form} and identity.join(work.work_id, id) is None
