"""Training: fit on what was known by a day, then correct by how earlier models did on later years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np

from airdate.errors import InputError
from airdate.forecast.calibration import Map, fit_map, positions
from airdate.forecast.examples import (
    Example,
    data_hash,
    examples_of,
    examples_of_history,
    group_claims,
    known_by,
    premieres_of,
    shippable,
    shows_of,
    unasked,
)
from airdate.forecast.history import Titles
from airdate.forecast.model import Model, fit, map_of, predict
from airdate.forecast.rows import ActualRow, ClaimRow, SeasonRow
from airdate.forecast.trailer import trailer_leads
from airdate.types import Struct

YEARS_BACK = (3, 2, 1)  # cut-offs before the last on which calibration is learned
FEWEST = 20  # outcomes below which nothing is fitted
FEWEST_TO_CORRECT = 60  # … and below which a model errs by its own youth, which later ones do not share


class Corpus(Struct, frozen=True, kw_only=True):
    """All rows that training may draw on, by title; `visible` still decides what each origin sees."""

    titles: Titles
    claims: dict[str, list[ClaimRow]]
    actual: tuple[ActualRow, ...]


def corpus_of(
    history: Sequence[SeasonRow], claims: Sequence[ClaimRow], actual: Sequence[ActualRow]
) -> Corpus:
    """Group the rows; of the history only what the shipped model may learn from."""
    titles = Titles([*shippable(history), *premieres_of(actual)])
    return Corpus(titles=titles, claims=group_claims(claims), actual=tuple(actual))


def train(
    history: Sequence[SeasonRow], claims: Sequence[ClaimRow], actual: Sequence[ActualRow], until: date
) -> Model:
    """The calibrated model of what was known on `until`.

    Raises:
        InputError: too few outcomes were known by then.
    """
    corpus = corpus_of(history, claims, actual)
    model = fit_known(corpus, until)
    return msgspec.structs.replace(
        model,
        maps=calibration_maps(corpus, until),
        trailer_leads=trailer_leads(corpus.claims, corpus.actual, until),
        data_hash=data_hash(history, claims, actual),
    )


def fit_known(corpus: Corpus, until: date, fewest: int = FEWEST) -> Model:
    """Fit on the outcomes known by `until`, without calibration.

    Raises:
        InputError: too few outcomes were known by then.
    """
    known = [row for row in corpus.actual if known_by(row, corpus.claims, until)]
    if len(known) < fewest:
        raise InputError(f"only {len(known)} outcomes known by {until}", hint=f"at least {fewest} are needed")
    examples = examples_of(known, corpus.titles, corpus.claims, until)
    return fit(examples, examples_of_history(shows_of(corpus.titles), until), until)


def later_examples(corpus: Corpus, cutoff: date, until: date) -> list[Example]:
    """Origins up to `until` of seasons of which it was not known by `cutoff` what would become."""
    later = [
        row
        for row in corpus.actual
        if not known_by(row, corpus.claims, cutoff) and known_by(row, corpus.claims, until)
    ]
    return examples_of(later, corpus.titles, corpus.claims, until)


def calibration_maps(corpus: Corpus, until: date) -> dict[str, Map]:
    """Maps learned from models of earlier cut-offs on the seasons that came between then and `until`."""
    seen: dict[str, list[float]] = defaultdict(list)
    for back in YEARS_BACK:
        cutoff = until.replace(year=until.year - back)
        try:
            model = fit_known(corpus, cutoff, fewest=FEWEST_TO_CORRECT)
        except InputError:
            continue  # nothing to learn from so far back
        came = [e for e in later_examples(corpus, cutoff, until) if e.came]
        if not came:
            continue
        asked = [*came, *unasked(came)]
        curves = predict(model, [e.case for e in asked])
        where = positions(curves, np.array([float(e.days or 0) for e in asked]))
        for example, position in zip(asked, where.tolist(), strict=True):
            seen[map_of(example.case)].append(position)
    return {name: fit_map(np.array(values)) for name, values in sorted(seen.items())}
