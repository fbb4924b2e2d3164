"""Verdicts on short articles, read and checked as a whole. All titles, people and news are made up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from airdate import dates
from airdate.catalogue import Catalogue, Store, load_catalogue
from airdate.catalogue.records import Instalment, Offer, Origin, Record, Release, Title
from airdate.guide.check import Check, Verdict
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.checking import check_article, check_document
from airdate.run.intake import given_by_hand
from airdate.sources.documents import Origin as Source
from airdate.sources.documents import make_document
from airdate.types import Claim, Kind

TODAY = date(2026, 11, 24)
ORIGIN = Origin(source="sample", licence="facts", url=None, retrieved_on=TODAY)
NETFLIX: dict[str, Any] = {"who": "Netflix", "standing_of_source": "rights_holder"}
STUDIO: dict[str, Any] = {"who": "Gannet Pictures", "standing_of_source": "rights_holder"}

#: Season or film of each made-up work, with its release if it came.
RELEASES: tuple[tuple[str, str, int | None, str | None], ...] = (
    ("lantern-bay", "Lantern Bay", 1, "2022-01-28"),
    ("copper-crown", "Copper Crown", 1, "2023-03-09"),
    ("copper-crown", "Copper Crown", 2, "2024-05-02"),
    ("harbor-of-glass", "Harbor of Glass", None, None),
)


def held(title: str, season: int | None, kind: Kind, value: str, said: str, **more: Any) -> Claim:
    more = {name: dates.parse(v) if name == "when" else v for name, v in more.items()}
    modality = more.pop("modality", "confirmed")
    return Claim(
        title=title,
        season=season,
        kind=kind,
        value=value,
        modality=modality,
        said_on=dates.parse(said),
        said_via="ledgerpost.example",
        document_id=f"{title}/{said}/{kind}/{value}",
        **more,
    )


LEDGER = [
    *(
        held("Lantern Bay", 2, *row, **more)
        for row, more in (
            (("status", "renewed", "2022-06-06"), {"when": "2022-06-06", **NETFLIX}),
            (("trailer", "released", "2022-06-07"), {"when": "2022-06-06"}),
            (("release", "unannounced", "2022-06-20"), {}),
            (("production", "filming_scheduled", "2025-02-10"), {"when": "2025-07"}),
            (("production", "filming_started", "2025-07-17"), {"when": "2025-07-16"}),
            (("trailer", "released", "2025-08-02"), {"when": "2025-08-01"}),
            (("production", "filming_wrapped", "2026-02-20"), {"when": "2026-02-19"}),
            (("production", "post_production", "2026-02-22"), {}),
            (("release", "unannounced", "2026-02-22"), NETFLIX),
            (("release", "2026-12", "2026-02-23"), {"modality": "expected"}),
            (("release", "2027-06/..", "2026-03-01"), {"modality": "expected"}),
            (("cast", "returning", "2025-07-20"), {"person": "Mira Voss", "character": "Ines", **NETFLIX}),
            (("provider", "Netflix", "2022-06-06"), NETFLIX),
            (("episodes", "8", "2026-03-05"), NETFLIX),
        )
    ),
    held("Copper Crown", 3, "status", "cancelled", "2025-11-03", **NETFLIX),
    held("Copper Crown", 3, "status", "renewed", "2024-09-01", **NETFLIX),
    held("Copper Crown", 2, "release", "2024-05-02", "2024-02-01", **NETFLIX),
    held("Harbor of Glass", None, "release", "2027-03-12", "2026-04-01", release_type="theatrical", **STUDIO),
    held("Harbor of Glass", None, "production", "filming_started", "2026-01-15", when="2026-01-12"),
]


@pytest.fixture(scope="module")
def airdate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airdate]:
    """A workspace over the made-up works."""
    store = Store()
    records: list[Record] = []
    for work, title, season, day in RELEASES:
        form = "film" if season is None else "series"
        records += [
            Title(work=work, title=title, form=form, origin=ORIGIN),  # type: ignore[arg-type]
            Offer(work=work, service="Netflix", origin=ORIGIN),
        ]
        if season is not None:
            records.append(Instalment(work=work, season=season, origin=ORIGIN))
        if day is not None:
            records.append(Release(work=work, season=season, window=dates.parse(day), origin=ORIGIN))
    assert not store.put(records)
    shipped = load_catalogue()
    catalogue = Catalogue(store, shipped.outlets.values())
    with SqliteLedger(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        made = Airdate(ledger, catalogue, clock=lambda: datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
        ledger.record([(catalogue.resolve(c.title), c) for c in LEDGER], known_at=made.now())
        yield made


def checked(airdate: Airdate, text: str, published: str | None, as_of: date = TODAY) -> Check:
    document = given_by_hand(make_document(Source(id="article"), text=text), {"published": published})
    return check_document(airdate, document, as_of=as_of)


def verdicts(check: Check) -> dict[str, str]:
    return {f"{c.claim.kind} {c.claim.value}": c.verdict for c in check.checked}


ARTICLES = tomllib.loads(Path(__file__).with_name("articles.toml").read_text(encoding="utf-8"))["article"]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["text"][:60])
def test_each_claim_of_an_article_gets_its_verdict(airdate: Airdate, case: dict[str, Any]) -> None:
    check = checked(airdate, case["text"], case.get("published"), case.get("as_of", TODAY))
    found = verdicts(check)
    assert {name: found.get(name) for name in case["verdicts"]} == case["verdicts"]
    for one in check.checked:
        assert one.facts or one.verdict not in ("outdated", "contradicted")


def test_there_are_articles_of_every_verdict() -> None:
    told = {verdict for case in ARTICLES for verdict in case["verdicts"].values()}
    assert len(ARTICLES) >= 25 and told == set(get_args(Verdict))


@pytest.mark.parametrize(
    ("as_of", "window", "returning", "trailer"),
    [(date(2023, 3, 31), "guess", "holds", "holds"), (TODAY, "outdated", "outdated", "outdated")],
)
def test_the_seed_article_held_in_its_month_and_is_overtaken_today(
    shared: Path, as_of: date, window: str, returning: str, trailer: str
) -> None:
    article = shared / "seed" / "all-of-us-are-dead-season-2.txt"
    with Airdate.demo(lambda: datetime(2026, 11, 24, 12, 0, tzinfo=UTC)) as shipped:
        check = check_article(shipped, str(article), as_of=as_of)
    found = verdicts(check)
    assert found["release 2023-09/2024-04"] == window
    assert found["release unannounced"] == found["status renewed"] == "holds"
    assert found["trailer not_released"] == trailer
    leads = [c for c in check.checked if c.claim.character == "On-jo"]
    assert [c.verdict for c in leads] == [returning] and leads[0].facts[0].startswith("Confirmed to return")
    if as_of != TODAY:
        assert not check.count("outdated") and not check.count("contradicted")
