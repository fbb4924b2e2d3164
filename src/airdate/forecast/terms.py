"""The terms of the model: what each piece of evidence says about each cell of days.

A `Term` gives a number for every case and cell; a `Context` says for which cases a weight of it counts.
One weight belongs to each pair in `COLUMNS`. The weights of `always` are shared; the others are the
deviations of a phase, drawn more strongly towards zero.

Clocks count from an event behind us: the season before (`wait`), its renewal, its shoot. `log` and
`log²` of a clock make a log-normal lag curve; `ahead` terms are about the days to go from `at`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from airdate.forecast.curve import END, MIDDLE, START, WIDTH, Array
from airdate.forecast.evidence import Case
from airdate.forecast.press import Optimism, log_density
from airdate.types import Struct

Mask = npt.NDArray[np.bool_]

#: Milestones with a clock; a later one supersedes an earlier one.
CLOCKS = ("renewed", "filming_scheduled", "filming_started", "filming_wrapped", "trailer")

#: The phase of a case by its stage; a stated release window comes before all of them.
PHASE_OF_STAGE = {
    "none": "silent",
    "news": "silent",
    "renewed": "decided",
    "writing": "decided",
    "filming_scheduled": "filming",
    "filming_started": "filming",
    "filming_wrapped": "finished",
    "trailer": "finished",
}
PHASES = ("silent", "decided", "filming", "finished", "announced")

#: Stated windows by their width: up to so many days.
WIDTHS = {"day": 3, "month": 31, "wide": 10_000}
_OUTSIDE = 8.0  # log of how much thinner a cell outside of a stated window is, before weights
_SOONEST = 10.0  # days after a milestone below which its clock is not read


class Batch(Struct, frozen=True, kw_only=True):
    """Cases as arrays: one row a case. Clocks that have not started are nan.

    `press` has a row only for each case that has expectations, and `press_row` says which (-1: none).
    """

    elapsed: Array
    previous_gap: Array
    since: dict[str, Array]
    press: Array
    press_row: npt.NDArray[np.int64]
    first: Array
    last: Array
    lead: Array
    width: dict[str, Mask]
    paused: Mask
    missed: Mask
    unasked: Mask
    phase: dict[str, Mask]


def phase_of(case: Case) -> str:
    """Where the season stands: `announced` where a window or day is stated as fact."""
    return "announced" if case.confirmed is not None else PHASE_OF_STAGE[case.stage]


def stated_width(case: Case) -> str | None:
    """The class of the window that is stated as fact: `day`, `month` or `wide`; `None` without one."""
    stated = case.confirmed
    return None if stated is None else next(name for name, days in WIDTHS.items() if stated.width <= days)


def batch_of(cases: Sequence[Case], optimism: tuple[Optimism, ...]) -> Batch:
    """Turn cases into arrays; a phase counts only where claims were asked for at all."""
    cases = [_settled(case) for case in cases]
    stated = [case.confirmed for case in cases]
    phases = np.array([phase_of(case) if case.asked else "" for case in cases])
    widths = [stated_width(case) for case in cases]
    press, press_row = log_density(cases, optimism)
    return Batch(
        elapsed=np.array([case.elapsed for case in cases], dtype=float),
        previous_gap=np.array([case.previous_gap or np.nan for case in cases]),
        since={name: np.array([_clock(case, name) for case in cases]) for name in CLOCKS},
        press=press,
        press_row=press_row,
        first=np.array([0 if w is None else w.first for w in stated], dtype=float),
        last=np.array([0 if w is None else w.last for w in stated], dtype=float),
        lead=np.array([0 if w is None else w.lead for w in stated], dtype=float),
        width={name: np.array([w == name for w in widths], dtype=bool) for name in WIDTHS},
        paused=np.array([case.paused for case in cases], dtype=bool),
        missed=np.array([case.missed > 0 for case in cases], dtype=bool),
        unasked=np.array([not case.asked for case in cases], dtype=bool),
        phase={name: phases == name for name in PHASES},
    )


def _settled(case: Case) -> Case:
    """A stated day or month speaks for itself: clocks and expectations add nothing to it but error."""
    if case.confirmed is None or case.confirmed.width > WIDTHS["month"]:
        return case
    return msgspec.structs.replace(case, since={}, expected=(), previous_gap=None, paused=False, missed=0)


def _clock(case: Case, name: str) -> float:
    if name == "filming_scheduled" and case.since.keys() & {"filming_started", "filming_wrapped"}:
        return np.nan  # the plan has come true
    return case.since.get(name, np.nan)


Term = Callable[[Batch], Array]
Context = Callable[[Batch], Mask]


def _log(days: Array, typical: Array | float) -> Array:
    scaled: Array = np.log(np.maximum(days, _SOONEST) / typical)
    return scaled


def _ahead(b: Batch) -> Array:
    return np.broadcast_to(np.log(MIDDLE / 200.0), (len(b.elapsed), len(MIDDLE)))


def _ahead_years(b: Batch) -> Array:
    return np.broadcast_to(MIDDLE / 365.0, (len(b.elapsed), len(MIDDLE)))


def _wait(b: Batch) -> Array:
    return _log(b.elapsed[:, None] + MIDDLE, 500.0)


def _ratio(b: Batch) -> Array:
    return _log(b.elapsed[:, None] + MIDDLE, np.nan_to_num(b.previous_gap, nan=1.0)[:, None])


def _lag(name: str) -> Term:
    return lambda b: _log(np.nan_to_num(b.since[name])[:, None] + MIDDLE, 300.0)


def _squared(term: Term) -> Term:
    return lambda b: term(b) ** 2


def _press(b: Batch) -> Array:
    """Log density of what the press expects; 0 where it expects nothing."""
    density = np.zeros((len(b.press_row), len(MIDDLE)))
    told = b.press_row >= 0
    density[told] = b.press[b.press_row[told]]
    return density


def _inside(b: Batch) -> Array:
    """1 for a cell inside of the stated window, 0 outside, in between where the window cuts it."""
    shared = np.minimum(END, b.last[:, None]) - np.maximum(START, b.first[:, None] - 1)
    part = np.clip(shared, 0.0, None) / WIDTH
    thin = np.exp(-_OUTSIDE)
    inside: Array = np.log(thin + part * (1 - thin)) / _OUTSIDE + 1
    return inside


def _late(b: Batch) -> Array:
    return (b.last[:, None] < MIDDLE).astype(float)


def _lateness(b: Batch) -> Array:
    return np.sqrt(np.clip(MIDDLE - b.last[:, None], 0.0, None) / 100.0)


def _earliness(b: Batch) -> Array:
    return np.sqrt(np.clip(b.first[:, None] - MIDDLE, 0.0, None) / 100.0)


def _position(b: Batch) -> Array:
    """How far through the stated window a cell lies; 0 outside."""
    through = (MIDDLE - b.first[:, None]) / np.maximum(b.last - b.first + 1, 1.0)[:, None]
    return np.clip(through, 0.0, 1.0) * (_inside(b) > 0)


def _inside_by_lead(b: Batch) -> Array:
    return _inside(b) * np.log(np.maximum(b.lead, 20.0) / 200.0)[:, None]


TERMS: dict[str, Term] = {
    "ahead": _ahead,
    "ahead_years": _ahead_years,
    "wait": _wait,
    "wait²": _squared(_wait),
    "ratio²": _squared(_ratio),
    **{name: _lag(name) for name in CLOCKS},
    **{f"{name}²": _squared(_lag(name)) for name in CLOCKS},
    "press": _press,
    "inside": _inside,
    "inside_by_lead": _inside_by_lead,
    "late": _late,
    "lateness": _lateness,
    "earliness": _earliness,
    "position": _position,
}


def _superseded(name: str) -> Context:
    later = CLOCKS[max(CLOCKS.index(name), CLOCKS.index("filming_scheduled")) + 1 :]
    return lambda b: ~np.isnan(b.since[name]) & ~np.all([np.isnan(b.since[n]) for n in later], axis=0)


def _started(name: str) -> Context:
    return lambda b: ~np.isnan(b.since[name])


def _stated(name: str) -> Context:
    return lambda b: b.width[name]


def _in_phase(name: str) -> Context:
    return lambda b: b.phase[name]


CONTEXTS: dict[str, Context] = {
    "asked": lambda b: ~b.unasked,
    "unasked": lambda b: b.unasked,
    "with_previous_gap": lambda b: ~np.isnan(b.previous_gap),
    "press": lambda b: b.press_row >= 0,
    "paused": lambda b: b.paused,
    "missed": lambda b: b.missed,
    **{f"started:{name}": _started(name) for name in CLOCKS},
    **{f"superseded:{name}": _superseded(name) for name in CLOCKS[:-1]},
    **{f"stated_{name}": _stated(name) for name in WIDTHS},
    **{name: _in_phase(name) for name in PHASES},
}


class Column(Struct, frozen=True, kw_only=True):
    """One weight: of a term, for the cases for which all of its contexts hold."""

    term: str
    contexts: tuple[str, ...]
    prior: float = 0.0
    ridge: float = 6.0

    @property
    def name(self) -> str:
        """`term|context|context`, as in the model file."""
        return "|".join((self.term, *self.contexts))


#: Ridges: how strongly a weight is drawn to its prior. Two origins' weight each for a window's own terms,
#: twelve for shared weights, many for the deviations of a phase.
_COMMON, _CLOCK, _DEVIATION, _WINDOW = 12.0, 6.0, 18.0, 1.0
_OWN = (("ahead", ()), ("ahead_years", ()), ("wait", ()), ("wait²", ()))
_BY_GAP = (("wait", ("with_previous_gap",)), ("ratio²", ("with_previous_gap",)))


def _own_columns(context: str, ridge: float) -> list[Column]:
    """The season's own history: the days to go, the wait so far, and that beside its previous gap."""
    return [Column(term=t, contexts=(context, *more), ridge=ridge) for t, more in (*_OWN, *_BY_GAP)]


def _clock_columns(name: str) -> list[Column]:
    columns = []
    for term in (name, f"{name}²"):
        columns.append(Column(term=term, contexts=(f"started:{name}",), ridge=_CLOCK))
        columns.append(Column(term=term, contexts=(f"started:{name}", "announced"), ridge=_DEVIATION))
        if name != CLOCKS[-1]:
            columns.append(Column(term=term, contexts=(f"superseded:{name}",), ridge=_DEVIATION))
    return columns


def _window_columns(width: str, inside: float) -> list[Column]:
    stated = (f"stated_{width}",)
    slips = [Column(term=t, contexts=stated, ridge=_WINDOW) for t in ("late", "lateness", "earliness")]
    return [Column(term="inside", contexts=stated, prior=inside, ridge=_WINDOW), *slips]


#: What is learned from seasons of which nobody looked for claims …
HISTORY_COLUMNS = tuple(_own_columns("unasked", _COMMON))

#: … and from dated statements; the first of these start from what the history taught.
CLAIM_COLUMNS = (
    *_own_columns("asked", _COMMON),
    *(column for phase in PHASES for column in _own_columns(phase, _DEVIATION)),
    *(Column(term="ahead", contexts=(c,), ridge=_COMMON) for c in ("paused", "missed")),
    Column(term="press", contexts=("press",), prior=0.5, ridge=_COMMON),
    *(Column(term="press", contexts=("press", p), ridge=_DEVIATION) for p in ("finished", "announced")),
    *(column for name in CLOCKS for column in _clock_columns(name)),
    *_window_columns("day", 8.0),
    *_window_columns("month", 5.0),
    *_window_columns("wide", 3.0),
    *(Column(term=t, contexts=("stated_wide",), ridge=_COMMON) for t in ("position", "inside_by_lead")),
)
COLUMNS = (*HISTORY_COLUMNS, *CLAIM_COLUMNS)


def design(batch: Batch, columns: Sequence[Column]) -> Array:
    """The columns' terms (n × cells × columns), for fitting."""
    values = {name: term(batch) for name, term in TERMS.items()}
    masks = {name: context(batch) for name, context in CONTEXTS.items()}
    table = np.empty((len(batch.elapsed), len(MIDDLE), len(columns)))
    for k, column in enumerate(columns):
        mask = np.all([masks[name] for name in column.contexts], axis=0)
        table[:, :, k] = values[column.term] * mask[:, None]
    return table


def scores(batch: Batch, weights: dict[str, float]) -> Array:
    """Σ weight × term, with the width of the cells (n × cells); terms that no case needs are skipped."""
    total = np.tile(np.log(WIDTH), (len(batch.elapsed), 1))
    holds = _holding(batch)
    for name, term in TERMS.items():
        factor = np.zeros(len(batch.elapsed))
        for k, column in _OF_TERM.get(name, ()):
            factor += weights[column.name] * holds[k]
        needed = np.flatnonzero(factor)
        if needed.size:
            total[needed] += factor[needed, None] * term(_rows(batch, needed))
    return total


#: The columns of each term with their places in `COLUMNS`, and the rows of each column's contexts among
#: `CONTEXTS`; one more row, which always holds, fills them up to the same number.
_OF_TERM = {
    name: [(k, column) for k, column in enumerate(COLUMNS) if column.term == name]
    for name in {column.term for column in COLUMNS}
}
_MOST = max(len(column.contexts) for column in COLUMNS)
_ROW = {name: row for row, name in enumerate(CONTEXTS)}
_CONTEXT_ROWS = np.array(
    [([_ROW[name] for name in column.contexts] + [len(CONTEXTS)] * _MOST)[:_MOST] for column in COLUMNS]
)


def _holding(batch: Batch) -> npt.NDArray[np.bool_]:
    """For which cases all contexts of a column hold (columns × n)."""
    always = np.ones(len(batch.elapsed), dtype=bool)
    masks = np.array([*(context(batch) for context in CONTEXTS.values()), always])
    held: npt.NDArray[np.bool_] = masks[_CONTEXT_ROWS].all(axis=1)
    return held


def _rows(batch: Batch, index: npt.NDArray[np.int64]) -> Batch:
    """The batch's cases at `index`, which rises; the rows of `press` stay where they are."""
    if len(index) == len(batch.elapsed):
        return batch
    picked = {}
    for name in batch.__struct_fields__:
        value = getattr(batch, name)
        if name == "press":
            picked[name] = value
        elif isinstance(value, dict):
            picked[name] = {key: array[index] for key, array in value.items()}
        else:
            picked[name] = value[index]
    return Batch(**picked)
