"""Files in, files out: the commands that read nothing but what they are given, and what ships.

A line that cannot be answered gives an error in its place, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import msgspec

from airdate.catalogue import load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import InputError
from airdate.forecast.backtest import backtest as run_backtest
from airdate.forecast.backtest import with_scores
from airdate.forecast.codecs import encode_result, read_actual, read_claims, read_history, read_requests
from airdate.forecast.forecaster import forecast_requests
from airdate.forecast.report import render_backtest
from airdate.forecast.rows import ActualRow, ClaimRow, SeasonRow
from airdate.forecast.store import load_shipped, save
from airdate.forecast.training import train as train_model
from airdate.publish import replacing
from airdate.reading import read as read_document
from airdate.reading.evaluate import labels_of, read_labels, score
from airdate.sources.jsonl import iter_jsonl
from airdate.types import Claim, Document, Failure, Struct

#: The fields of a claim that the evaluation's format has, in its order.
CLAIM_FIELDS = (
    "title", "season", "kind", "value", "modality", "who", "person", "character", "when", "region",
    "release_type", "offset",
)  # fmt: skip
#: Called with the number of things done so far.
Progress = Callable[[int], None]
MAX_LINE = 50_000_000  # bytes; a longer line is an error of its own


class Done(Struct, frozen=True, kw_only=True):
    """How a batch went: what was done, how many of them, and the first few that failed."""

    what: str
    count: int
    failures: tuple[Failure, ...] = ()

    def summary(self) -> str:
        """A line, and one for each of the first failures."""
        lines = [f"{self.count} {self.what}, {len(self.failures)} could not be answered"]
        lines += [f"  {failure.id}: {failure.error}" for failure in self.failures[:5]]
        return "\n".join(lines)


def read(source: Path, out: Path, progress: Progress = lambda done: None) -> Done:
    """`airdate read --jsonl`: claims for each document, in the same order."""
    names = Gazetteer.of(load_catalogue().names())
    failures: list[Failure] = []
    count = 0
    if out.exists() and out.samefile(source):
        raise InputError("is the input itself", id=str(out), hint="name another path")
    with _opened(source) as lines, _writing(out) as file:
        for document in iter_jsonl(lines, name=str(source), max_bytes=MAX_LINE):
            count += 1
            if isinstance(document, Failure):
                failures.append(document)
            file.write(_claims_line(document, names) + "\n")
            progress(count)
    return Done(what="documents read", count=count, failures=tuple(failures))


def _claims_line(document: Document | Failure, names: Gazetteer) -> str:
    if isinstance(document, Failure):
        return _json({"id": document.id, "claims": [], "error": document.error})
    claims = [claim_fields(claim) for claim in read_document(document, names).claims]
    return _json({"id": document.id, "claims": claims})


def claim_fields(claim: Claim) -> dict[str, Any]:
    """A claim as the evaluation has it: empty optional fields are left out, windows are EDTF."""
    fields = {name: getattr(claim, name) for name in CLAIM_FIELDS}
    fields["when"] = claim.when.edtf if claim.when else None
    return {name: value for name, value in fields.items() if value is not None or name == "season"}


def forecast(
    requests: Path, history: Path, claims: Path | None, out: Path, progress: Progress = lambda done: None
) -> Done:
    """`airdate forecast --requests`: an answer or an error for each question, in the same order."""
    with _reading(requests) as lines:
        asked = read_requests(lines)
    with _reading(history) as lines:
        seasons, failures = read_history(lines, str(history))
    said: list[ClaimRow] | None = None
    if claims is not None:
        with _reading(claims) as lines:
            said, more = read_claims(lines, str(claims))
            failures = [*failures, *more]
    with _writing(out) as file:
        answers = forecast_requests(asked, seasons, said, load_shipped())
        for done, (request, answer) in enumerate(zip(asked, answers, strict=True), 1):
            if isinstance(answer, Failure):
                failures.append(answer)
            file.write(encode_result(request.id, answer) + "\n")
            progress(done)
    return Done(what="questions", count=len(asked), failures=tuple(failures))


def train(history: Path, claims: Path, actual: Path, until: date, out: Path) -> str:
    """`airdate train`: make a model from what was known on a day, score it, and write it."""
    seasons, said, came = _training(history, claims, actual)
    model = train_model(seasons, said, came, until=until)
    save(with_scores(model, run_backtest(seasons, said, came, until=until)), out)
    return f"wrote {out}"


def backtest(history: Path, claims: Path, actual: Path, until: date) -> str:
    """`airdate backtest`: the report as text."""
    seasons, said, came = _training(history, claims, actual)
    return render_backtest(run_backtest(seasons, said, came, until=until))


def evaluate_reading(gold: Path, texts: Path) -> str:
    """`airdate evaluate reading`: read the texts and score them against the labels.

    Raises:
        DataError: a line of labels that does not fit.
    """
    names = Gazetteer.of(load_catalogue().names())
    with _opened(texts) as raw:
        documents = [
            d for d in iter_jsonl(raw, name=str(texts), max_bytes=MAX_LINE) if isinstance(d, Document)
        ]
    told = {document.id: labels_of(read_document(document, names).claims) for document in documents}
    with _reading(gold) as lines:
        figures = score(read_labels(lines, name=str(gold)), told)
    return "\n".join(f"{name:28}{value:8.3f}" for name, value in figures.flat().items())


def _training(
    history: Path, claims: Path, actual: Path
) -> tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]]:
    with _reading(history) as lines:
        seasons, _ = read_history(lines, str(history))
    with _reading(claims) as lines:
        said, _ = read_claims(lines, str(claims))
    with _reading(actual) as lines:
        came, _ = read_actual(lines, str(actual))
    return seasons, said, came


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", id=str(path)) from None


@contextmanager
def _reading(path: Path) -> Iterator[TextIO]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", id=str(path)) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", id=str(path), hint="save it as UTF-8") from None


@contextmanager
def _writing(path: Path) -> Iterator[TextIO]:
    with replacing(path) as draft, draft.open("w", encoding="utf-8") as file:
        yield file


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
