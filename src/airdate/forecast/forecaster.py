"""Requests → forecasts. Each request sees what `visible` lets through; many are computed at once.

    requests ─▶ visible ─▶ case_of ─▶ predict ─▶ Forecast
                              └─▶ steps ─▶ predict ─▶ reasons

A request that cannot be answered is a `Failure` in its place, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from airdate.errors import AirdateError
from airdate.forecast.basis import Step, reasons, steps
from airdate.forecast.curve import Curves, as_dates
from airdate.forecast.evidence import Case, case_of
from airdate.forecast.examples import group_claims
from airdate.forecast.history import Titles
from airdate.forecast.model import Model, predict
from airdate.forecast.rows import ClaimRow, Request, SeasonRow, title_key
from airdate.forecast.trailer import trailer_curves
from airdate.forecast.visible import visible
from airdate.types import Failure, Forecast

CHUNK = 1000  # requests computed at once: some 20 MB of curves with their reasons

Pairs = Sequence[tuple[Request, Case]]
#: `forecast_requests` or `forecast_trailers`.
Forecaster = Callable[
    [Iterable[Request | Failure], Sequence[SeasonRow], Sequence[ClaimRow] | None, Model],
    Iterator[Forecast | Failure],
]


def forecast_requests(
    requests: Iterable[Request | Failure],
    history: Sequence[SeasonRow],
    claims: Sequence[ClaimRow] | None,
    model: Model,
) -> Iterator[Forecast | Failure]:
    """One result a request, in their order: when the season comes.

    `claims` of `None` means that nobody looked, an empty list that nothing was said. A failure among the
    requests is passed on.
    """
    desk = _Desk(history, claims)
    return _in_chunks(requests, desk.case, lambda pairs: _releases(pairs, model))


def forecast_trailers(
    requests: Iterable[Request | Failure],
    history: Sequence[SeasonRow],
    claims: Sequence[ClaimRow] | None,
    model: Model,
) -> Iterator[Forecast | Failure]:
    """One result a request, in their order: when the season's first trailer comes."""
    desk = _Desk(history, claims)
    return _in_chunks(requests, desk.case_without_trailer, lambda pairs: _trailers(pairs, model))


class _Desk:
    """History and claims by title, to make cases of requests."""

    def __init__(self, history: Sequence[SeasonRow], claims: Sequence[ClaimRow] | None) -> None:
        self._titles = Titles(history)
        self._claims = group_claims(claims or ())
        self._asked = claims is not None

    def case(self, request: Request) -> Case | Failure:
        """What was known by the day of the request, or why there is no answer."""
        told = self._claims.get(title_key(request.title), ())
        known = visible(told, self._titles.rows_of(request.title), request.at)
        try:
            return case_of(request, known, asked=self._asked)
        except AirdateError as error:
            return Failure(id=request.id, error=error.message, hint=error.hint)

    def case_without_trailer(self, request: Request) -> Case | Failure:
        """As `case`, for seasons of which no trailer is out."""
        case = self.case(request)
        if isinstance(case, Case) and case.since.get("trailer", -1) >= 0:
            return Failure(id=request.id, error="the trailer is out by that day")
        return case


def _in_chunks(
    requests: Iterable[Request | Failure],
    case: Callable[[Request], Case | Failure],
    compute: Callable[[Pairs], list[Forecast]],
) -> Iterator[Forecast | Failure]:
    todo = iter(requests)
    while chunk := list(islice(todo, CHUNK)):
        seen = [(r, r if isinstance(r, Failure) else case(r)) for r in chunk]
        pairs = [(r, c) for r, c in seen if isinstance(r, Request) and isinstance(c, Case)]
        forecasts = iter(compute(pairs) if pairs else ())
        for _, outcome in seen:
            yield outcome if isinstance(outcome, Failure) else next(forecasts)


def _releases(pairs: Pairs, model: Model) -> list[Forecast]:
    built = [steps(case) for _, case in pairs]
    on_the_way = [step.case for pieces in built for step in pieces if step.case is not None]
    # At once, for a call costs more than a row.
    curves = predict(model, [*(case for _, case in pairs), *on_the_way])
    medians = iter(curves.quantiles((0.5,))[len(pairs) :, 0].tolist())
    by_step = [[next(medians) for _ in pieces] for pieces in built]
    return _forecasts(pairs, curves.head(len(pairs)), model, built, by_step)


def _trailers(pairs: Pairs, model: Model) -> list[Forecast]:
    release = predict(model, [case for _, case in pairs])
    curves = trailer_curves(release, model.trailer_leads)
    coming, trailer = (c.quantiles((0.5,))[:, 0].tolist() for c in (release, curves))
    lead = Step(what=f"trailers come before the season, {len(model.trailer_leads)} of them seen")
    built = [(Step(what="the season is expected in"), lead) for _ in pairs]
    return _forecasts(pairs, curves, model, built, [list(pair) for pair in zip(coming, trailer, strict=True)])


def _forecasts(
    pairs: Pairs,
    curves: Curves,
    model: Model,
    built: Sequence[Sequence[Step]],
    medians: Sequence[Sequence[int]],
) -> list[Forecast]:
    days = curves.quantiles()
    return [
        Forecast(
            title=request.title,
            season=request.season,
            at=request.at,
            quantiles=as_dates(request.at, days[i]),
            never=float(curves.never[i]),
            model=model.name,
            basis=reasons(built[i], medians[i]),
        )
        for i, (request, _) in enumerate(pairs)
    ]
