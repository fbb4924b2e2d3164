"""The quality gate: figures on labelled files may only rise.

    python -m bench.gate                      check every suite against bench/floors.json
    python -m bench.gate --update             raise floors to today's figures and pin the corpora anew
    python -m bench.gate --update --allow-regression "why"    lower them too; the reason is kept

A floor holds for one corpus, named by its hash: a changed corpus must be pinned anew. Suites on data
that is not part of the project are skipped where it is missing, and say so.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import AirdateError
from airdate.reading import read
from airdate.reading.evaluate import Figures, Label, labels_of, read_labels, score
from airdate.reading.phrases import find
from airdate.reading.text import fold_name
from airdate.sources.jsonl import iter_jsonl
from airdate.sources.load import load
from airdate.types import Document

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "reading"
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "bench" / "floors.json"
FEWEST = 30  # labelled cases that a floor rests on, at the least
EPSILON = 0.0005  # a rounding in the last digit is no regression

#: The figures that are held; a higher one is better, but for shares of false claims.
READING = (
    "overall.precision",
    "overall.f1",
    "status.precision",
    "release.precision",
    "release.f1",
    "production.f1",
    "cast.f1",
    "person.f1",
    "modality.accuracy",
)
LOWER_IS_BETTER = ("claim_free.share",)


class Suite(NamedTuple):
    """A corpus and how figures are made from it; `files` are hashed to name it."""

    name: str
    files: tuple[Path, ...]
    measure: Callable[[], dict[str, float]]

    @property
    def corpus(self) -> str:
        """SHA-256 over the corpus's files, 16 digits."""
        digest = hashlib.sha256()
        for path in self.files:
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:16]


def suites() -> list[Suite]:
    """All suites; those on outside data come last."""
    folder, pages = TESTS / "gold", TESTS / "pages"
    texts = {name: folder / f"{name}.jsonl" for name in ("samples", "learned", "blind")}
    near = folder / "near_misses.jsonl"
    own = [
        Suite("headlines-own", (texts["samples"],), partial(_own, texts["samples"])),
        Suite("texts-learned", (texts["learned"],), partial(_own, texts["learned"])),
        Suite("texts-blind", (texts["blind"],), partial(_own, texts["blind"])),
        Suite("texts-near-misses", (near,), partial(_own, near)),
        Suite(
            "pages-own",
            (pages / "gold.jsonl", *sorted(pages.glob("*.html"))),
            lambda: _reading(pages / "gold.jsonl", _pages(pages)),
        ),
        Suite("date-phrases", (TESTS / "phrases.csv",), _phrases),
        Suite(
            "firm-statements", (*texts.values(), pages / "gold.jsonl"), partial(_firm, texts.values(), pages)
        ),
    ]
    return [*own, *_outside()]


def _outside() -> Iterator[Suite]:
    data, headlines = SHARED / "eval", SHARED / "data" / "headlines_2021-11_2022-07.json"
    labels = {
        "headlines-outside": data / "headlines_dev.jsonl",
        "headlines-claim-free": TESTS / "gold" / "headlines.jsonl",
    }
    for name, gold in labels.items():
        yield Suite(name, (gold,), lambda gold=gold: _reading(gold, _headlines(gold, headlines)))
    articles = data / "articles_dev.jsonl"
    yield Suite("articles-outside", (articles,), lambda: _reading(articles, _articles(articles)))


def _reading(gold: Path, documents: Iterable[Document]) -> dict[str, float]:
    names = Gazetteer.of(load_catalogue().names())
    told = {document.id: labels_of(read(document, names).claims) for document in documents}
    with gold.open(encoding="utf-8") as lines:
        figures: Figures = score(read_labels(lines, name=gold.name), told)
    flat, cases = figures.flat(), _cases(figures)
    held = (name for name in (*READING, *LOWER_IS_BETTER) if cases.get(name.split(".")[0], 0) >= FEWEST)
    return {name: round(flat[name], 4) for name in held}


def _own(gold: Path) -> dict[str, float]:
    return _reading(gold, _documents(gold))


def _firm(texts: Iterable[Path], pages: Path) -> dict[str, float]:
    """Precision and recall of confirmed release days and cancellations, over all sets of ours together."""
    sets = [*((gold, _documents(gold)) for gold in texts), (pages / "gold.jsonl", _pages(pages))]
    names = Gazetteer.of(load_catalogue().names())
    right, told, labelled = Counter[str](), Counter[str](), Counter[str]()
    for gold, documents in sets:
        with gold.open(encoding="utf-8") as lines:
            labels = read_labels(lines, name=gold.name)
        for document in documents:
            wanted = {_statement(label) for label in labels[document.id]}
            labelled.update(kind for label in labels[document.id] if (kind := _kind(label)))
            for label in labels_of(read(document, names).claims):
                if kind := _kind(label):
                    told[kind] += 1
                    right[kind] += _statement(label) in wanted
    return {
        f"{kind}.{name}": round(right[kind] / of[kind], 4)
        for kind in ("release_days", "cancellations")
        for name, of in (("precision", told), ("recall", labelled))
    }


def _kind(label: Label) -> str | None:
    if label.modality != "confirmed":
        return None
    if label.kind == "release" and len(label.value) == 10 and "/" not in label.value:
        return "release_days"
    return "cancellations" if (label.kind, label.value) == ("status", "cancelled") else None


def _statement(label: Label) -> tuple[object, ...]:
    return fold_name(label.title), label.season, label.kind, label.value


def _cases(figures: Figures) -> dict[str, int]:
    """How many labelled cases stand behind each group of figures."""
    tallies = {**figures.strict, "person": figures.person, "modality": figures.strict["overall"]}
    return {name: tally.labelled for name, tally in tallies.items()} | {"claim_free": figures.claim_free}


def _documents(path: Path) -> Iterator[Document]:
    with path.open("rb") as lines:
        yield from (d for d in iter_jsonl(lines, name=path.name, max_bytes=10**7) if isinstance(d, Document))


def _pages(folder: Path) -> Iterator[Document]:
    for row in _rows(folder / "gold.jsonl"):
        (page,) = load(folder / row["file"], id=row["id"])
        assert isinstance(page, Document)
        yield page


def _headlines(gold: Path, headlines: Path) -> Iterator[Document]:
    texts = json.loads(headlines.read_text(encoding="utf-8"))
    for row in _rows(gold):
        published = dates.parse(row["published"])
        yield Document(
            id=str(row["id"]),
            title=texts[row["id"]]["title"],
            text="",
            published=published,
            outlet=row["outlet"],
        )


def _articles(gold: Path) -> Iterator[Document]:
    for row in _rows(gold):
        text = (gold.parent / "articles_dev_text" / f"{row['id']}.txt").read_text(encoding="utf-8")
        published = dates.parse(row["published"]) if row["published"] else None
        yield Document(id=row["id"], text=text, published=published, outlet=row["outlet"])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _phrases() -> dict[str, float]:
    right = {"dev": 0, "held": 0}
    total = {"dev": 0, "held": 0}
    with (TESTS / "phrases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            published = dates.parse(row["published"]) if row["published"] else None
            found = [phrase.window for phrase in find(row["phrase"], published) if phrase.window is not None]
            wanted = [dates.parse(row["edtf"])] if row["edtf"] else []
            same = [(w.earliest, w.latest) for w in found] == [(w.earliest, w.latest) for w in wanted]
            total[row["split"]] += 1
            right[row["split"]] += same
    return {f"{split}.accuracy": round(right[split] / total[split], 4) for split in total}


def check(pinned: dict[str, Any], suite: Suite, figures: dict[str, float]) -> list[str]:
    """What is wrong with a suite's figures; empty where all floors hold."""
    if suite.name not in pinned:
        return ["no floors are set; run with --update"]
    if pinned[suite.name]["corpus"] != suite.corpus:
        return ["the corpus has changed; run with --update"]
    floors = pinned[suite.name]["floors"]
    return [
        f"{n}: {figures[n]:.3f}, floor {floor:.3f}"
        for n, floor in floors.items()
        if _worse(n, figures[n], floor)
    ]


def _worse(name: str, figure: float, floor: float) -> bool:
    return figure > floor + EPSILON if name in LOWER_IS_BETTER else figure < floor - EPSILON


def update(pinned: dict[str, Any], suite: Suite, figures: dict[str, float], reason: str | None) -> list[str]:
    """Pin a suite anew; what would lower a floor is refused without a reason."""
    old = pinned.get(suite.name, {})
    floors = old.get("floors", {}).items()
    lowered = [name for name, floor in floors if name in figures and _worse(name, figures[name], floor)]
    if lowered and reason is None:
        return [f"refusing to lower {', '.join(lowered)} without --allow-regression REASON"]
    history = old.get("lowered", [])
    if lowered:
        history = [*history, {"figures": lowered, "reason": reason}]
    pinned[suite.name] = {
        "corpus": suite.corpus,
        "floors": figures,
        **({"lowered": history} if history else {}),
    }
    return []


def main() -> int:
    """Run the gate; the number of suites with faults is the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", metavar="REASON")
    args = parser.parse_args()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    bad = 0
    for suite in suites():
        if not all(path.exists() for path in suite.files):
            print(f"{suite.name}: skipped, its data is not beside this repository")
            continue
        try:
            figures = suite.measure()
        except (OSError, AirdateError) as error:
            missing = isinstance(error, FileNotFoundError) and not SHARED.is_dir()
            print(f"{suite.name}: {'skipped' if missing else 'FAULT'}, {error}")
            bad += not missing
            continue
        faults = (
            update(pinned, suite, figures, args.allow_regression)
            if args.update
            else check(pinned, suite, figures)
        )
        bad += bool(faults)
        print(f"{suite.name}: " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
        for fault in faults:
            print(f"  FAULT {fault}")
    if args.update:
        FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return bad


if __name__ == "__main__":
    sys.exit(main())
