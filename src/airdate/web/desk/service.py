"""What the desk's handlers share: who is asking, and one thread that writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

from litestar import Request
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException

from airdate.run import Airdate, review
from airdate.run.live import Place, Workspaces
from airdate.run.review import Item
from airdate.watch import state
from airdate.web.config import Config
from airdate.web.desk.identity import Editor, Identity, is_meant, shared_key
from airdate.web.edge import BY_PROXY
from airdate.web.lanes import Lane
from airdate.web.limits import Limit

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]

_SIGN_INS_A_MINUTE = 5
_STEP = 100  # works looked at in one go


class Queue(NamedTuple):
    """What waits, `None` before it was ever gathered; `is_current` where that was just now."""

    items: list[Item] | None
    is_current: bool


def is_open(config: Config) -> bool:
    """Is there a way in?"""
    return bool(config.desk_header or config.desk_password_hash)


class Desk:
    """One process's own; its one thread decides one thing after the other.

    `patience` are the seconds for which a page waits for a new list of what waits.
    """

    def __init__(self, config: Config, patience: float = 2.0) -> None:
        self.config = config
        self.patience = patience
        self._gathering: asyncio.Task[list[Item]] | None = None
        self._gathered: list[Item] | None = None
        self.identity = Identity(
            shared_key(config.folder), header=config.desk_header, password_hash=config.desk_password_hash
        )
        self.sign_ins = Limit(_SIGN_INS_A_MINUTE)
        self._lane = Lane(
            "desk", Workspaces(config.where, _open), threads=1, cap=8, seconds=float(config.answer_seconds)
        )

    async def run(self, job: Callable[[Airdate], T]) -> T:
        """What the job makes of a workspace that may write. Raises as `Lane.run`."""
        return await self._lane.run(job)

    async def queue(self) -> Queue:
        """What waits for a person's eye; where gathering takes long, what waited when it was last gathered.

        Raises as `run`.
        """
        if self._gathering is None or self._gathering.done():
            self._gathering = asyncio.create_task(self._gather())
        done, _ = await asyncio.wait([self._gathering], timeout=self.patience)
        if done:
            self._gathered = await self._gathering
        return Queue(self._gathered, is_current=bool(done))

    async def _gather(self) -> list[Item]:
        """In small steps, so that a decision never waits for all works to be looked at."""
        items = await self.run(lambda _: self._left_unread())
        works = await self.run(lambda airdate: airdate.ledger.works())
        for start in range(0, len(works), _STEP):
            some = works[start : start + _STEP]
            items += await self.run(lambda airdate, some=some: review.of_works(airdate, some))  # type: ignore[misc]
        return review.ordered(items)

    def _left_unread(self) -> list[Item]:
        path = self.config.where.state()
        if not path.exists():
            return []
        with closing(state.connect_to_read(path)) as connection:
            return review.left_unread(connection)

    async def stop(self) -> None:
        """Let the running decision end."""
        if self._gathering is not None:
            self._gathering.cancel()
        await asyncio.to_thread(self._lane.close)


def _open(where: Place) -> Airdate:
    return Airdate.open(flags=where.flags, environ=where.environ, folder=where.folder)


def desk_of(request: AnyRequest) -> Desk:
    """The desk.

    Raises:
        NotFoundException: there is none.
    """
    found: Desk | None = request.app.state.get("desk")
    if found is None:
        raise NotFoundException("there is no such page")
    return found


def editor_of(request: AnyRequest) -> Editor | None:
    """Who is asking, if an editor."""
    by_proxy = bool(request.scope["state"].get(BY_PROXY))
    return desk_of(request).identity.editor(request.headers, request.cookies, by_proxy)


def required_editor(request: AnyRequest, token: str | None = None) -> Editor:
    """The editor who is asking; with `token`, one whose form it is.

    Raises:
        NotAuthorizedException: nobody has signed in.
        PermissionDeniedException: the form is not from our page.
    """
    editor = editor_of(request)
    if editor is None:
        raise NotAuthorizedException("sign in at /desk/ first")
    if token is not None and not is_meant(editor, token):
        raise PermissionDeniedException("this form is not from your desk; open the page again")
    return editor
