"""What the desk's handlers share: who is asking, and one thread that writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

from litestar import Request
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException

from airdate.run import Airdate
from airdate.run.live import Place, Workspaces
from airdate.run.review import Item, review
from airdate.watch import state
from airdate.web.config import Config
from airdate.web.desk.identity import Editor, Identity, is_meant, shared_key
from airdate.web.edge import BY_PROXY
from airdate.web.lanes import Lane
from airdate.web.limits import Limit

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]

_SIGN_INS_A_MINUTE = 5


def is_open(config: Config) -> bool:
    """Is there a way in?"""
    return bool(config.desk_header or config.desk_password_hash)


class Desk:
    """One process's own; its one thread decides one thing after the other."""

    def __init__(self, config: Config) -> None:
        self.config = config
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

    async def queue(self) -> list[Item]:
        """What waits for a person's eye."""
        path = self.config.where.state()

        def job(airdate: Airdate) -> list[Item]:
            with closing(state.connect(path)) as connection:
                return review(airdate, connection)

        return await self.run(job)

    async def stop(self) -> None:
        """Let the running decision end."""
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
