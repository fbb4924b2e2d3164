"""Query parameters that may be missing, with their limits both checked and described."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ValidationException
from litestar.params import ParameterKwarg, QueryParameter

#: JSON Schema's names of limits → Litestar's.
_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "pattern": "pattern",
    "maxLength": "max_length",
    "maxItems": "max_items",
}


def optional(description: str, **limits: Any) -> ParameterKwarg:
    """A parameter of a type with `None`: Litestar checks its limits, but does not describe them."""
    checked = {_LIMITS[name]: value for name, value in limits.items()}
    parameter: ParameterKwarg = QueryParameter(description=description, schema_extra=limits, **checked)
    return parameter


#: Parameters that may be given several times, and those whose values are words.
_LISTS = ("licence",)
_WORDS = ("q", "titles", "services", "tags", "service", "tag")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]")


async def refuse_doubtful(request: Request[Any, Any, Any]) -> None:
    """Refuse what can be read in two ways: a value given twice, the word null, a number for an instant.

    Raises:
        ValidationException: there is such a parameter.
    """
    pairs = parse_qsl(request.scope["query_string"].decode("latin-1"))
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1 and name not in _LISTS:
            raise ValidationException(f"{name[:50]}: given {count} times")
    for name, value in pairs:
        if value.lower() == "null" and name not in _WORDS:
            raise ValidationException(f"{name[:50]}: leave it out where nothing is meant")
        if name == "known_at" and not _INSTANT.match(value):
            raise ValidationException("known_at: write it as 2026-03-31T12:00:00Z")
