"""A claim in the making: what a rule found, before it is tied to a work and made a `Claim`."""

from __future__ import annotations

from dataclasses import dataclass

from airdate.reading.scene import Scene
from airdate.types import Kind, Modality, ReleaseType


@dataclass(frozen=True)
class Subject:
    """The work and season that a statement is about; `raw` is the page's wording."""

    title: str
    season: int | None
    raw: str


@dataclass(frozen=True)
class Draft:
    """One finding of a rule at offset `at` of its sentence, for each of `subjects`."""

    scene: Scene
    at: int
    kind: Kind
    value: str
    rule: str
    subjects: tuple[Subject, ...]
    modality: Modality = "confirmed"
    who: str | None = None
    said_via: str | None = None
    person: str | None = None
    character: str | None = None
    when: str | None = None
    region: str | None = None
    release_type: ReleaseType | None = None
    offset: str | None = None
    said_on: str | None = None
    origin: str | None = None
