"""`Airdate`: one ledger, one catalogue, one model, one clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import msgspec

from airdate import settings
from airdate.catalogue import Catalogue, Found, load_catalogue, load_claims
from airdate.catalogue.gazetteer import Gazetteer
from airdate.catalogue.records import title_id
from airdate.errors import ForecastError, InputError, UnknownTitleError
from airdate.forecast.forecaster import Forecaster, forecast_requests, forecast_trailers
from airdate.forecast.rows import Request
from airdate.forecast.store import load_shipped
from airdate.guide import assemble
from airdate.ledger import Ledger, SqliteLedger, settle
from airdate.ledger.open import open_ledger
from airdate.reading import read
from airdate.run import joins, merges, seasons, starter
from airdate.run.intake import attribute, limited, with_origins
from airdate.run.places import catalogue_path, catalogue_place, ledger_target
from airdate.types import Belief, Document, Entry, Failure, Forecast, Guide, Reading, Struct, Work

Clock = Callable[[], datetime]


class ReadReport(Struct, frozen=True, kw_only=True):
    """What came of reading some documents.

    `added` statements are new to the ledger, `known` it held already; both are 0 where nothing is
    recorded. `failures` are the documents that could not be read.
    """

    documents: tuple[Document, ...] = ()
    readings: tuple[Reading, ...] = ()
    failures: tuple[Failure, ...] = ()
    added: int = 0
    known: int = 0


class Airdate:
    """The whole of Airdate over one ledger; the methods are named as the commands are.

    `clock` gives the present instant in UTC. A title is a name, an alias or an id of a work; `season`
    defaults to the one that the title names, else to the next. `as_of` asks what had been *said* by
    a day (default: today), `known_by` what this ledger *held* at an instant (default: now).
    """

    def __init__(
        self,
        ledger: Ledger,
        catalogue: Catalogue,
        *,
        clock: Clock | None = None,
        names_folder: Path | None = None,
        quote_days: int = 90,
        max_bytes: int = 20_000_000,
        regions: Sequence[str] = (),
        feed_authority: str = "",
    ) -> None:
        self.ledger = ledger
        self.catalogue = catalogue
        self.public = catalogue.published()  # what pages, calendars and exports may show
        self._names_folder = names_folder
        self.quote_days = quote_days
        self.max_bytes = max_bytes
        self.regions = tuple(regions)  # the countries whose services a guide names
        self.feed_authority = feed_authority  # see `subscriptions.authority`
        self._clock: Clock = clock or (lambda: datetime.now(UTC))

    @classmethod
    def open(cls, *, flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Self:
        """Open the ledger that the settings name, filled with the shipped facts of this version.

        Raises:
            SettingError: a setting that does not fit.
            LedgerError: the ledger is locked, foreign or damaged.
        """
        chosen = settings.load(flags, environ, folder / "airdate.toml")
        regions = joins.regions_of(chosen["regions"])
        ledger = open_ledger(ledger_target(chosen, environ), chosen["lock_seconds"])
        airdate = cls(
            ledger,
            load_catalogue(catalogue_place(chosen, environ), today=datetime.now(UTC).date()),
            names_folder=catalogue_path(chosen, environ).parent,
            quote_days=chosen["quote_days"],
            max_bytes=chosen["max_bytes"],
            regions=regions,
            feed_authority=joins.authority_of(chosen["feed_authority"]),
        )
        starter.keep_up(airdate)
        return airdate

    @classmethod
    @contextmanager
    def demo(cls, clock: Clock | None = None) -> Iterator[Self]:
        """A workspace that vanishes at the end, on the shipped facts alone."""
        with TemporaryDirectory() as folder, SqliteLedger(Path(folder, "demo.db")) as ledger:
            airdate = cls(ledger, load_catalogue(), clock=clock)
            airdate.seed()
            yield airdate

    def close(self) -> None:
        """Let go of the ledger and the catalogue."""
        self.ledger.close()
        self.catalogue.close()

    def names(self) -> Gazetteer:
        """All names of the catalogue, to be found in texts; those of a synced one are kept in a file."""
        if self._names_folder is None or self.catalogue.store.place is None:
            return Gazetteer.of(self.catalogue.names())
        path = self._names_folder / f"names-{self.catalogue.version[:16]}.trie"
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                for old in self._names_folder.glob("names-*.trie"):
                    old.unlink(missing_ok=True)
                Gazetteer.build(self.catalogue.names(), path)
            return Gazetteer.open(path)
        except OSError:  # a read-only folder: in memory it is the same, and takes a while each time
            return Gazetteer.of(self.catalogue.names())

    def seed(self) -> None:
        """Record the shipped facts; those that the ledger holds already change nothing."""
        self.ledger.record(load_claims(self.catalogue), known_at=self._clock())

    # Reading

    def read_documents(
        self, documents: Sequence[Document], failures: Sequence[Failure] = (), record: bool = True
    ) -> ReadReport:
        """Read documents that are at hand; `failures` are passed on."""
        names = self.names()
        found = with_origins([(document, read(document, names)) for document in documents])
        readings = [self.attributed(r, document) for r, document in zip(found, documents, strict=True)]
        claims = [claim for reading in readings for claim in reading.claims]
        report = ReadReport(documents=tuple(documents), readings=tuple(readings), failures=tuple(failures))
        if not record:
            return report
        now = self._clock()
        held = [limited(claim, now.date(), self.quote_days) for claim in claims]
        done = self.ledger.record([(self.home(c.title), c) for c in held], known_at=now)
        return msgspec.structs.replace(
            report,
            added=done.added,
            known=len(claims) - done.added - len(done.refused),
            failures=(*report.failures, *done.refused),
        )

    def attributed(self, reading: Reading, document: Document) -> Reading:
        """The reading with outlet, link and standing on each claim."""
        claims = tuple(attribute(claim, document, self.catalogue) for claim in reading.claims)
        return msgspec.structs.replace(reading, claims=claims)

    # Asking

    def look_up(self, name: str) -> Found:
        """What a name comes to in the catalogue: a work with the reason, ties, or the nearest names."""
        return self.catalogue.look_up(name)

    def find(self, name: str) -> Work:
        """The work that goes by a name: one of the catalogue's, else one that the ledger speaks of.

        Raises:
            UnknownTitleError: none does, or several do; carries the nearest names.
        """
        try:
            found = self.catalogue.find(name)
        except UnknownTitleError:
            for work_id in (name, self.home(name)):
                if self.ledger.entries(work_id=work_id):
                    return self.work(work_id)
            raise
        own = merges.home(self.ledger, found.work_id)
        return found if own == found.work_id else self.work(own)

    def home(self, title: str) -> str:
        """The id under which statements on a title are held."""
        return merges.home(self.ledger, self.catalogue.resolve(title))

    def work(self, work_id: str) -> Work:
        """The work of an id as it may be shown, else by the title under which the ledger speaks of it."""
        known = self.public.work(work_id)
        if known is not None:
            return known
        entries = joins.publishable(self.ledger.entries(work_id=work_id))
        return Work(work_id=work_id, title=entries[0].claim.title if entries else work_id)

    def outlook(self, work: Work, season: int | None) -> Forecast | Failure:
        """Today's forecast of a season, or why there is none."""
        return self._forecast(work, season, self.today(), None)

    def claims(
        self,
        title: str,
        season: int | None = None,
        *,
        as_of: date | None = None,
        known_by: datetime | None = None,
        closed: bool = False,
    ) -> list[Entry]:
        """What the ledger holds on a title; of one season where it is given, of all where not."""
        work, number = seasons.named(self, title, season)
        return [
            entry
            for work_id in self.ids(work)
            for entry in self.ledger.entries(
                work_id=work_id,
                season=number if number is not None else ...,
                said_by=as_of,
                known_by=known_by,
                include_closed=closed,
            )
        ]

    def beliefs(
        self,
        title: str,
        season: int | None = None,
        *,
        as_of: date | None = None,
        known_by: datetime | None = None,
    ) -> list[Belief]:
        """What the claims on a season come to."""
        work, number = seasons.asked(self, title, season)
        return settle(self._entries(work, number, known_by), as_of=self.day(as_of))

    def forecast(
        self,
        title: str,
        season: int | None = None,
        *,
        as_of: date | None = None,
        known_by: datetime | None = None,
        trailer: bool = False,
    ) -> Forecast:
        """When a season (or with `trailer` its first trailer) will come, as a distribution.

        Raises:
            ForecastError: refused, with the reason.
        """
        work, number = seasons.asked(self, title, season)
        day = self.day(as_of)
        made = self._forecast(
            work, number, day, known_by, forecast_trailers if trailer else forecast_requests
        )
        if isinstance(made, Failure):
            raise ForecastError(made.error, id=made.id, hint=made.hint)
        return made

    def freeze(self, title: str, forecast: Forecast) -> Forecast:
        """Keep a forecast in the ledger for ever, to be scored when the season comes.

        Raises:
            InputError: it was made for an earlier day; what is frozen must not know better.
        """
        now = self._clock()
        if forecast.at != now.date():
            raise InputError("only today's forecast can be frozen", id=title, hint="leave --as-of out")
        self.ledger.freeze(forecast, seasons.named(self, title, None)[0].work_id, now)
        return msgspec.structs.replace(forecast, known_at=now)

    def guide(
        self,
        title: str,
        season: int | None = None,
        *,
        as_of: date | None = None,
        known_by: datetime | None = None,
        later: Guide | None = None,
    ) -> Guide:
        """The living guide to a season or film; `later` is that of a later day, where it is at hand."""
        work, number = seasons.asked(self, title, season)
        day = self.day(as_of)
        entries = self._entries(work, number, known_by, closed=True)
        standing = self._entries(work, number, known_by)
        before = [e for id in self.ids(work) for e in self.ledger.entries(work_id=id, known_by=known_by)]
        return assemble(
            self.work(work.work_id),
            number,
            seasons=self.public.seasons(work.work_id),
            entries=entries,
            beliefs=settle(standing, as_of=day),
            forecast=self._forecast(work, number, day, known_by) if number is not None else None,
            as_of=day,
            known_at=known_by,
            names=self.outlet_names(),
            known=joins.known(self.public, work.work_id, before, number, self.regions),
            later=later,
        )

    def day(self, as_of: date | None) -> date:
        """The day asked about; nobody has said anything on a day to come.

        Raises:
            InputError: it lies in the future.
        """
        today = self.today()
        if as_of is not None and as_of > today + timedelta(days=1):  # it may be tomorrow elsewhere
            raise InputError(
                "nothing has been said by then", id=str(as_of), hint="leave --as-of out for today"
            )
        return as_of or today

    def outlet_names(self) -> dict[str, str]:
        """Outlet domain → name."""
        return {domain: outlet.name for domain, outlet in self.catalogue.outlets.items()}

    def now(self) -> datetime:
        """The present instant in UTC."""
        return self._clock()

    def today(self) -> date:
        """The present day in UTC."""
        return self._clock().date()

    def _entries(
        self, work: Work, season: int | None, known_by: datetime | None, closed: bool = False
    ) -> list[Entry]:
        """The season's entries and those on the whole work, as far as they may be shown."""
        rows = [
            entry
            for work_id in self.ids(work)
            for entry in self.ledger.entries(work_id=work_id, known_by=known_by, include_closed=closed)
        ]
        return [entry for entry in joins.publishable(rows) if entry.claim.season in (season, None)]

    def ids(self, work: Work) -> list[str]:
        """All ids under which the ledger may speak of a work: before it was synced it went by its title."""
        return list(dict.fromkeys([*self.catalogue.ids(work.work_id), work.work_id, title_id(work.title)]))

    def _forecast(
        self,
        work: Work,
        season: int | None,
        at: date,
        known_by: datetime | None,
        ask: Forecaster = forecast_requests,
    ) -> Forecast | Failure:
        if season is None:
            return Failure(id=work.work_id, error="films are not forecast yet")
        work = self.work(work.work_id)  # forecasts are published, with the days that moved them
        request = Request(id=work.work_id, title=work.title, season=season, at=at)
        history = joins.season_rows(self.public.seasons(work.work_id), work)
        claims = joins.claim_rows(self._entries(work, season, known_by), work)
        return next(ask([request], history, claims, load_shipped()))

    # Correcting

    def correct(self, entry_id: str, changes: Mapping[str, object], *, by: str, reason: str) -> Entry:
        """Mend a statement that was read wrong; raises as `Ledger.correct`."""
        return self.ledger.correct(entry_id, changes, by=by, reason=reason, known_at=self._clock())

    def retract(self, entry_id: str, *, by: str, reason: str) -> Entry:
        """Take a statement back; raises as `Ledger.retract`."""
        return self.ledger.retract(entry_id, by=by, reason=reason, known_at=self._clock())

    def restore(self, entry_id: str, *, by: str, reason: str) -> Entry:
        """Undo a retraction; raises as `Ledger.restore`."""
        return self.ledger.restore(entry_id, by=by, reason=reason, known_at=self._clock())

    def redact(self, entry_id: str, *, by: str, reason: str) -> Entry:
        """Wipe a statement's words, names and link; raises as `Ledger.redact`."""
        return self.ledger.redact(entry_id, by=by, reason=reason, known_at=self._clock())
