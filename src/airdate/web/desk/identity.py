"""Who is at the desk: named by a trusted proxy, or signed in with the one local password.

Invariant: a session is its cookie, signed and of limited life; nothing is stored, and a cookie made by
another run of the server is none. Every form carries a token bound to its session, so that no other site can
send it.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_bytes, token_hex

import msgspec

from airdate.publish.clean import clean
from airdate.types import Struct

COOKIE = "airdate_desk"
SESSION_SECONDS = 12 * 3600
_LONGEST_NAME = 60


class Editor(Struct, frozen=True, kw_only=True):
    """Someone who may decide; `token` goes into every form."""

    name: str
    token: str


class _Session(msgspec.Struct, frozen=True):
    name: str
    until: int
    nonce: str


class Identity:
    """Tells editors by their requests.

    `header` is the one in which a trusted proxy names its user, `password_hash` that of the local password
    (argon2); an empty one is no way in.
    """

    def __init__(
        self,
        key: bytes,
        *,
        header: str = "",
        password_hash: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._header = header.lower()
        self._hash = password_hash
        self._clock = clock

    @property
    def has_password(self) -> bool:
        """Can one sign in here?"""
        return bool(self._hash)

    def editor(self, headers: Mapping[str, str], cookies: Mapping[str, str], by_proxy: bool) -> Editor | None:
        """The editor of a request; a header counts only where a trusted proxy sent it."""
        if self._header and by_proxy and (user := clean(headers.get(self._header, ""), _LONGEST_NAME)):
            return Editor(name=user, token=self._sign("form", user))
        session = self._session(cookies.get(COOKIE, "")) if self._hash else None
        if session is None:
            return None
        return Editor(name=session.name, token=self._sign("form", f"{session.name}\n{session.nonce}"))

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's cookie; `None` for a wrong password or no name. Takes a while, as it should."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        signed = clean(name, _LONGEST_NAME)
        try:
            PasswordHasher().verify(self._hash, password)
        except (VerificationError, InvalidHashError):
            return None
        if not signed:
            return None
        session = _Session(signed, int(self._clock()) + SESSION_SECONDS, token_hex(8))
        body = urlsafe_b64encode(msgspec.json.encode(session)).decode()
        return f"{body}.{self._sign('session', body)}"

    def _session(self, cookie: str) -> _Session | None:
        body, _, mac = cookie.partition(".")
        if not mac or not hmac.compare_digest(mac.encode(), self._sign("session", body).encode()):
            return None
        session = msgspec.json.decode(urlsafe_b64decode(body), type=_Session)
        return session if session.until > self._clock() else None

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}\n{text}".encode(), "sha256").hexdigest()


def is_meant(editor: Editor, token: str) -> bool:
    """Does a form come from a page that this editor was shown?"""
    return hmac.compare_digest(editor.token.encode(), token.encode())


def shared_key(folder: Path) -> bytes:
    """The key of this run of the server, the same for all its processes; made where there is none."""
    path = folder / "desk.key"
    draft = folder / f"desk.key.{os.getpid()}"
    if not path.exists():
        handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another process was first: its key is there, whole
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
