"""The path that was asked for, as it was: Litestar takes the slash off its end, and pages hang on it."""

from __future__ import annotations

from typing import Any

from litestar import Request

#: Where the edge leaves it in the request's state.
ASKED_PATH = "airdate_path"


def path_of(request: Request[Any, Any, Any]) -> str:
    """The path, without the folder that the site is served in."""
    path: str = request.scope["state"][ASKED_PATH]
    return path
