"""The reference pages, made from the code that they describe: `python -m airdate.cli.reference DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from airdate.cli import main
from airdate.publish.reference import exports_reference, guide_json_reference
from airdate.settings import SETTINGS
from airdate.web.api.reference import api_json, api_reference, python_reference

_SETTINGS_HEAD = """# Settings

Made from the table in `settings.py`; do not edit by hand. A flag beats the variable (or the file that
`<VARIABLE>_FILE` names), which beats `airdate.toml` in the working folder, which beats the default.

| name | variable | default | meaning |
| --- | --- | --- | --- |"""


def commands_reference() -> str:
    """Every command with its help, as the terminal prints it at 80 columns."""
    parts = ["# Commands\n\nMade from the commands' own help; do not edit by hand.\n"]
    parts += [_command([name], command) for name, command in sorted(main.commands.items())]
    return "\n".join(parts)


def _command(path: list[str], command: click.Command) -> str:
    parent = click.Context(main, info_name="airdate", **main.context_settings)
    context = click.Context(
        command, parent=parent, info_name=" ".join(path), terminal_width=80, max_content_width=80
    )
    text = f"## airdate {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        nested = sorted(command.commands.items())
        text += "".join("\n" + _command([*path, name], inner) for name, inner in nested)
    return text


def settings_reference() -> str:
    """Every setting with its variable, default and meaning."""
    rows = [f"| `{s.name}` | `{s.variable}` | `{s.default!r}` | {s.help} |" for s in SETTINGS]
    return "\n".join([_SETTINGS_HEAD, *rows, ""])


#: File name → what makes it.
PAGES = {
    "commands.md": commands_reference,
    "settings.md": settings_reference,
    "guide-json.md": guide_json_reference,
    "exports.md": exports_reference,
    "api.md": api_reference,
    "api.json": api_json,
    "python.md": python_reference,
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")
