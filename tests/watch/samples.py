"""Beliefs to test with: invented, about a series that does not exist."""

from __future__ import annotations

from typing import Any

from airdate import dates
from airdate.types import Belief, Question

WORK = "made-up-lighthouse"


def belief(question: Question = "decision", answer: str = "renewed", **fields: Any) -> Belief:
    """A belief on the second season of "Lighthouse"; a window as EDTF text."""
    if isinstance(fields.get("window"), str):
        fields["window"] = dates.parse(fields["window"])
    defaults: dict[str, Any] = {
        "work_id": WORK,
        "season": 2,
        "subject": "stage" if question == "production" else "",
        "standing": "confirmed",
        "rule": "first_word",
        "support": ("e1",),
    }
    return Belief(question=question, answer=answer, **{**defaults, **fields})


def release(edtf: str, subject: str = "", **fields: Any) -> Belief:
    """A belief on the release of that season in a window."""
    return belief("release", edtf, window=edtf, subject=subject, **fields)


def unannounced(rule: str = "nothing_stands", subject: str = "") -> Belief:
    """The belief that no date stands."""
    return belief("release", "unannounced", subject=subject, rule=rule, standing="expected", support=())
