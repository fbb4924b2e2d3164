"""A finding with what its place in the sentence says of it: how sure it is, and whose word."""

from __future__ import annotations

from typing import Any

from airdate.reading.attribution import teller, voice
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import modality
from airdate.reading.scene import Scene
from airdate.types import Kind, Modality


def statement(
    scene: Scene,
    at: int,
    *,
    kind: Kind,
    value: str,
    rule: str,
    subjects: tuple[Subject, ...],
    sure: Modality | None = None,
    **more: Any,
) -> Draft:
    """A draft at offset `at`; `sure` and the fields in `more` stand over what the sentence says."""
    said = voice(scene, at)
    fields = {"who": said.who, "said_via": said.said_via, "origin": teller(scene), **more}
    return Draft(
        scene=scene,
        at=at,
        kind=kind,
        value=value,
        rule=rule,
        subjects=subjects,
        modality=sure or modality(scene, at),
        **fields,
    )
