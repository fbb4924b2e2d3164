"""How well a reader reads, against labels: precision, recall and F1 by kind, and false alarms.

Strict: title, season, kind and value agree. Relaxed: release windows that overlap by half agree too. The
person figure counts distinct (document, title, person) among cast claims. Labels and claims are compared
after folding; a repeated claim counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from airdate.dates import parse
from airdate.errors import DataError, DateError
from airdate.reading.services import SERVICES
from airdate.reading.text import fold_name
from airdate.types import KIND_VALUES, Claim, Document, Reading

KINDS = tuple(kind for kind in KIND_VALUES if kind != "plot")
HALF = 0.5  # share of days that two windows must have in common
_ONE_SERVICE = {"cw": "the cw", "c4": "channel 4", "bbc one": "bbc", "discovery channel": "discovery"}


class Label(msgspec.Struct, frozen=True):
    """A claim as far as it is scored."""

    title: str
    kind: str
    value: str
    season: int | None = None
    modality: str = "confirmed"
    person: str | None = None


class Labelled(msgspec.Struct, frozen=True):
    """A document's id and what was labelled, or read, in it."""

    id: str | int
    claims: tuple[Label, ...] = ()


class Tally(msgspec.Struct, frozen=True):
    """Hits among what was told and what was labelled."""

    hits: int
    told: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.hits / self.told if self.told else float(not self.labelled)

    @property
    def recall(self) -> float:
        return self.hits / self.labelled if self.labelled else float(not self.told)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Figures(msgspec.Struct, frozen=True):
    """All figures of one run; `flat` names them for a gate."""

    strict: dict[str, Tally]
    relaxed: dict[str, Tally]
    person: Tally
    modality: Tally
    claim_free: int
    claim_free_told: int

    def flat(self) -> dict[str, float]:
        """Names such as `release.precision`, `overall.relaxed.f1`, `claim_free.share`."""
        out: dict[str, float] = {}
        for prefix, tallies in (("", self.strict), ("relaxed.", self.relaxed), ("", {"person": self.person})):
            for name, tally in tallies.items():
                out[f"{name}.{prefix}precision"] = tally.precision
                out[f"{name}.{prefix}recall"] = tally.recall
                out[f"{name}.{prefix}f1"] = tally.f1
        out["modality.accuracy"] = self.modality.precision
        out["claim_free.share"] = self.claim_free_told / self.claim_free if self.claim_free else 0.0
        return out


def read_labels(lines: Iterable[str | bytes], *, name: str = "labels") -> dict[str, tuple[Label, ...]]:
    """Labels or claims by document, from JSON lines `{"id", "claims"}`; other fields are ignored.

    Raises:
        DataError: a line that is no such document; `name` and its number say which.
    """
    decoder = msgspec.json.Decoder(Labelled, strict=False)
    documents: dict[str, tuple[Label, ...]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise DataError(f"not a labelled document: {error}", id=f"{name}:{number}") from None
        documents[str(document.id)] = document.claims
    return documents


def labels_of(claims: Sequence[Claim]) -> tuple[Label, ...]:
    """Claims as far as they are scored."""
    return tuple(
        Label(
            title=c.title, season=c.season, kind=c.kind, value=c.value, modality=c.modality, person=c.person
        )
        for c in claims
    )


Aliases = Mapping[str, Mapping[str, Sequence[str]]]


def measure(
    cases: Iterable[tuple[Document, Sequence[Label]]],
    read: Callable[[Document], Reading],
    aliases: Aliases | None = None,
) -> Figures:
    """Read each document and compare; for a gate over labelled files. `read` may carry its names with it."""
    gold: dict[str, Sequence[Label]] = {}
    told: dict[str, Sequence[Label]] = {}
    for document, labels in cases:
        gold[document.id] = labels
        told[document.id] = labels_of(read(document).claims)
    return score(gold, told, aliases)


def score(
    gold: Mapping[str, Sequence[Label]],
    told: Mapping[str, Sequence[Label]],
    aliases: Aliases | None = None,
) -> Figures:
    """Compare what was told with the labels; documents without labels in `gold` are left out.

    Args:
        gold: labels by document id.
        told: claims by document id; a missing document told nothing.
        aliases: by document, a work's usual name with its other names.
    """
    sums = _Sums()
    for id, labels in gold.items():
        names = _names((aliases or {}).get(id, {}))
        sums.add(_fold(labels, names), _fold(told.get(id, ()), names))
    return sums.figures()


@dataclass
class _Sums:
    """Running counts over documents."""

    labelled: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    strict: Counter[str] = field(default_factory=Counter)
    relaxed: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    modality: int = 0
    free: int = 0
    free_told: int = 0

    def add(self, labels: Sequence[Label], claims: Sequence[Label]) -> None:
        self.labelled.update(c.kind for c in labels)
        self.told.update(c.kind for c in claims)
        pairs = _pairs(labels, claims, _same)
        self.strict.update(x.kind for x, _ in pairs)
        self.relaxed.update(x.kind for x, _ in _pairs(labels, claims, _alike))
        self.modality += sum(x.modality == y.modality for x, y in pairs)
        named, said = _persons(labels), _persons(claims)
        self.people.update(hits=len(named & said), told=len(said), labelled=len(named))
        self.free += not labels
        self.free_told += bool(claims) and not labels

    def figures(self) -> Figures:
        people, matched = self.people, self.strict.total()
        return Figures(
            strict=_tallies(self.strict, self.told, self.labelled),
            relaxed=_tallies(self.relaxed, self.told, self.labelled),
            person=Tally(people["hits"], people["told"], people["labelled"]),
            modality=Tally(self.modality, matched, matched),
            claim_free=self.free,
            claim_free_told=self.free_told,
        )


def _persons(claims: Sequence[Label]) -> set[tuple[str, str]]:
    return {(c.title, c.person) for c in claims if c.kind == "cast" and c.person}


def _tallies(hits: Counter[str], told: Counter[str], labelled: Counter[str]) -> dict[str, Tally]:
    by_kind = {k: Tally(hits[k], told[k], labelled[k]) for k in KINDS if told[k] or labelled[k]}
    return {"overall": Tally(hits.total(), told.total(), labelled.total()), **by_kind}


def _names(works: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {fold_name(other): fold_name(work) for work, others in works.items() for other in others}


def _fold(claims: Sequence[Label], names: Mapping[str, str]) -> list[Label]:
    """Folded claims of the scored kinds, each once."""
    folded: dict[tuple[object, ...], Label] = {}
    for c in claims:
        if c.kind not in KINDS:
            continue
        title = names.get(fold_name(c.title), fold_name(c.title))
        person = re.sub(r"[.']", "", fold_name(c.person)) if c.person else None
        label = Label(title, c.kind, _value(c.kind, c.value), c.season, c.modality, person)
        folded.setdefault((title, c.season, c.kind, label.value, person), label)
    return list(folded.values())


_SERVICE_NAMES = {
    other.lower(): name.lower()
    for name, others in SERVICES.items()
    for other in (name, *others.split("|"))
    if other
}


def _value(kind: str, value: str) -> str:
    value = " ".join(value.split())
    if kind == "episodes":
        digits = re.search(r"\d+", value)
        return str(int(digits[0])) if digits else value
    if kind == "release":
        return value.lower() if value.lower() == "unannounced" else value
    if kind == "provider":
        name = _SERVICE_NAMES.get(value.lower(), value.lower())
        return _ONE_SERVICE.get(name, name)
    return value.lower()


def _pairs(
    a: Sequence[Label], b: Sequence[Label], agree: Callable[[Label, Label], bool]
) -> list[tuple[Label, Label]]:
    """One to one, pairs that agree on person and modality first."""
    found = [
        (x.person == y.person, x.modality == y.modality, i, j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if agree(x, y)
    ]
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(found, key=lambda f: (not f[0], not f[1], f[2], f[3])):
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            pairs.append((a[i], b[j]))
    return pairs


def _same(x: Label, y: Label) -> bool:
    return (x.title, x.season, x.kind, x.value) == (y.title, y.season, y.kind, y.value)


def _alike(x: Label, y: Label) -> bool:
    if _same(x, y):
        return True
    return (
        x.kind == y.kind == "release"
        and (x.title, x.season) == (y.title, y.season)
        and _overlap(x.value, y.value) >= HALF
    )


def _overlap(x: str, y: str) -> float:
    """Days in common; a winter may be the one that ends in its year as well."""
    try:
        return max((parse(a).overlap(parse(b)) for a in _winters(x) for b in _winters(y)), default=0.0)
    except DateError:
        return 0.0


def _winters(edtf: str) -> tuple[str, ...]:
    year, _, code = edtf.partition("-")
    return (edtf, f"{int(year) - 1}-24") if code == "24" and year.isdigit() else (edtf,)
