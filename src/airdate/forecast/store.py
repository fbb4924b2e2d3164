"""The model's file: readable JSON, with the data's hash, the day and the scores that it reached."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from airdate.errors import DataError
from airdate.forecast.model import Model
from airdate.forecast.terms import COLUMNS

MAX_BYTES = 5_000_000
_SHIPPED = ("data", "model", "model.json")


def save(model: Model, path: Path) -> None:
    """Write the model; the same model gives the same bytes."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(model, order="sorted"), indent=1) + b"\n")


def load(path: Path) -> Model:
    """Read a model.

    Raises:
        DataError: not a model of this version, or not readable.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read it: {error.strerror}", id=str(path)) from None
    return _decode(raw, str(path))


@cache
def load_shipped() -> Model:
    """The model that comes with the package, read once."""
    return _decode(files("airdate").joinpath(*_SHIPPED).read_bytes(), "/".join(_SHIPPED))


def _decode(raw: bytes, name: str) -> Model:
    if len(raw) > MAX_BYTES:
        raise DataError("too large to be a model", id=name)
    try:
        model = msgspec.json.decode(raw, type=Model)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DataError(f"not a model: {error}", id=name) from None
    if model.weights.keys() != {column.name for column in COLUMNS}:
        raise DataError("a model of another version", id=name, hint="train it again: airdate train")
    return model
