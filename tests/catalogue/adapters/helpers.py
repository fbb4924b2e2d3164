"""What adapters' tests share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from airdate.catalogue.adapters import Found, Params
from airdate.types import Failure

T = TypeVar("T")
TODAY = date(2026, 11, 24)


def only(found: Iterable[Found], kind: type[T]) -> list[T]:
    return [each for each in found if isinstance(each, kind)]


def failures(found: Iterable[Found]) -> list[Failure]:
    return only(found, Failure)


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


def params(**changed: Any) -> Params:
    return Params(today=TODAY, **changed)
