"""The words of a message, from templates: the shipped ones, or a user's own of the same name.

Invariant: a template sees notices and nothing else; it is run in a sandbox, so that one that came from
elsewhere can neither read files nor call into the program. In Markdown words from outside are text alone.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from airdate.errors import SettingError
from airdate.publish.markdown import escape
from airdate.types import Struct, to_builtins
from airdate.watch.outbox import Message

#: File → what it makes. A user's folder may hold any of them.
TEMPLATES: dict[str, str] = {
    "subject.txt": "the subject or title of a message",
    "message.txt": "a message as plain text",
    "message.md": "a message in Markdown",
}
_MAX_CHARACTERS = 20_000


class Words(Struct, frozen=True, kw_only=True):
    """A message in words."""

    subject: str
    text: str
    markdown: str


def render_message(message: Message, folder: Path | None = None) -> Words:
    """Put a message into words.

    Args:
        message: one notice or a digest.
        folder: the user's own templates; those that are missing there are the shipped ones.

    Raises:
        SettingError: a template of the user's that does not work.
    """
    environment = _environment(folder)
    notices = [to_builtins(notice) for notice in message.notices]
    made = [_render(environment, name, notices)[:_MAX_CHARACTERS] for name in TEMPLATES]
    subject, text, markdown = made
    return Words(subject=" ".join(subject.split()), text=text.strip(), markdown=markdown.strip())


def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    shipped = PackageLoader("airdate", "data/notices")
    own: list[BaseLoader] = [FileSystemLoader(folder)] if folder is not None else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, shipped]), undefined=StrictUndefined, autoescape=False
    )
    environment.filters["escape_markdown"] = escape
    return environment


def _render(environment: ImmutableSandboxedEnvironment, name: str, notices: list[dict[str, object]]) -> str:
    try:
        return environment.get_template(name).render(notices=notices)
    except (TemplateError, SecurityError, ArithmeticError, TypeError, ValueError, UnicodeError) as error:
        hint = "mend the template, or remove it for the shipped one"
        raise SettingError(f"the template does not work: {error}", id=name, hint=hint) from None
