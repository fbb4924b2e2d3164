"""The reference pages of the API and of the same questions in Python, made from the code that answers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi import OpenAPIConfig

from airdate.publish.site.templates import Address
from airdate.run import Airdate
from airdate.web.api.description import CHANGELOG, openapi
from airdate.web.app import API

_HEAD = """# The API

Made from its own description; do not edit by hand. The description itself is [api.json](api.json) (OpenAPI
3.1), served at `/api/v1/openapi.json`; what changed is at `/api/v1/changelog` and below.

- Reading needs no key. Ids are as the ledger has them, with their schemes.
- Days are ISO 8601 dates without a zone, instants are UTC. What is not known is null.
- `as_of` asks what had been said by a day, `known_at` what the ledger held at an instant.
- Rows come in pages: send `next` as `cursor` until it is null.
- Every answer has an `ETag`; send it as `If-None-Match` and what has not changed is answered with 304.
- Errors are problem details (RFC 9457, `application/problem+json`).
- No answer holds words of an article, and none holds what may not be passed on.
"""


_PYTHON_HEAD = """# Python

Made from the docstrings of `airdate.run.Airdate`; do not edit by hand. The command line and the API ask
through it, under the same names.

```python
from airdate.run import Airdate

with Airdate.demo() as airdate:
    print(airdate.guide("All of Us Are Dead", 2).answer)
```

"""


def api_document() -> dict[str, Any]:
    """The OpenAPI description, of a site without a folder."""
    config = OpenAPIConfig(title="Airdate", version="1", use_handler_docstrings=True, path="/unused")
    return openapi(Litestar([API], openapi_config=config), Address(origin="https://example.org", prefix=""))


def api_json() -> str:
    """`docs/reference/api.json`."""
    return msgspec.json.format(msgspec.json.encode(api_document()), indent=1).decode() + "\n"


def api_reference() -> str:
    """`docs/reference/api.md`."""
    operations = [
        (path, method, operation)
        for path, item in api_document()["paths"].items()
        for method, operation in item.items()
    ]
    parts = [_HEAD, *(_operation(*each) for each in operations), "\n## What changed\n\n"]
    return "".join([*parts, *(f"- {version}, {on}: {text}\n" for version, on, text in CHANGELOG)])


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    text = f"\n## {method.upper()} {path}\n\n{operation['summary']}. {operation['description']}\n"
    parameters = operation.get("parameters", [])
    if not parameters:
        return text
    rows = (f"| `{each['name']}` | {each['in']} | {each['description']} |\n" for each in parameters)
    return f"{text}\n| parameter | in | meaning |\n| --- | --- | --- |\n{''.join(rows)}"


def python_reference() -> str:
    """`docs/reference/python.md`."""
    return _PYTHON_HEAD + f"{inspect.getdoc(Airdate)}\n" + "".join(_methods())


def _methods() -> Iterator[str]:
    for name, member in vars(Airdate).items():
        method = member.__func__ if isinstance(member, classmethod) else member
        if name.startswith("_") or not inspect.isfunction(method):
            continue
        signature = str(inspect.signature(inspect.unwrap(method))).replace("'", "")
        yield f"\n## {name}\n\n```python\n{name}{signature}\n```\n\n{_paragraphs(method)}\n"


def _paragraphs(method: Any) -> str:
    """A docstring with its indented lists as lists."""
    lines = (inspect.getdoc(method) or "").splitlines()
    return "\n".join(f"- {line.strip()}" if line.startswith("    ") else line for line in lines)
