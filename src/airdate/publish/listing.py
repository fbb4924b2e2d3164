"""Plain listings for the terminal: entries of a ledger, what was read from documents, a forecast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from airdate.forecast.codecs import say_moved
from airdate.forecast.scores import OutletRecord, Record
from airdate.forecast.words import say_probability, say_share
from airdate.guide.outlook import dates_in_words
from airdate.guide.words import say, say_day
from airdate.publish.clean import clean, web_address
from airdate.publish.text import wrap
from airdate.types import Abstention, Claim, Document, Entry, Forecast, Reading

ID_SHOWN = 8  # digits of an entry id; enough to name it on the command line


def say_claim(claim: Claim) -> str:
    """A claim on one line: title, season, kind, value, hedge, and who said it."""
    season = "" if claim.season is None else f" {claim.season}"
    about = ", ".join(part for part in (claim.person, claim.character and f"as {claim.character}") if part)
    when = f" [{claim.when}]" if claim.when else ""
    rule = f" [{claim.offset}]" if claim.offset else ""
    who = f" — {claim.who}" if claim.who else ""
    hedge = "" if claim.modality == "confirmed" else " (expected)"
    middle = f" {about}" if about else ""
    return clean(f"{claim.title}{season}: {claim.kind}{middle} {claim.value}{when}{rule}{hedge}{who}")


def render_entries(entries: Sequence[Entry]) -> str:
    """Entries of a ledger, two lines each: id, claim; source, day, link and state."""
    if not entries:
        return "The ledger holds nothing on that.\n"
    return "\n".join(line for entry in entries for line in _entry(entry)) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    claim = entry.claim
    said = say(claim.said_on) if claim.said_on else "undated"
    by = f" by {entry.by}: {entry.reason}" if entry.by is not None else ""  # wiped with the words
    state = "" if entry.state == "live" else f"; {entry.state}{by}"
    yield f"{entry.entry_id[:ID_SHOWN]}  {say_claim(claim)}"
    source = f"{claim.said_via or 'unknown outlet'}, {said} ({claim.standing_of_source}){state}"
    yield clean(f"{' ' * ID_SHOWN}  {source} {web_address(claim.url) or ''}")


def render_entries_json(entries: Sequence[Entry]) -> bytes:
    """Entries as JSON, without quotes."""
    rows = [
        msgspec.structs.replace(entry, claim=msgspec.structs.replace(entry.claim, span=None))
        for entry in entries
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"


def render_readings(
    documents: Iterable[Document], readings: Iterable[Reading], *, width: int = 80, explain: bool = False
) -> str:
    """What was read from each document: claims by the sentence that they rest on.

    With `explain`, each claim's rule and place, and why other sentences gave no claim.
    """
    lines: list[str] = []
    for document, reading in zip(documents, readings, strict=True):
        lines += [clean(document.title or document.id), *_reading(reading, width, explain), ""]
    return "\n".join(lines)


def _reading(reading: Reading, width: int, explain: bool) -> Iterator[str]:
    if not reading.claims:
        yield "  no claims"
    place = None
    for claim in reading.claims:
        if claim.span is not None and claim.span != place:
            place = claim.span
            yield from (f"  {line}" for line in wrap(f"“{clean(place.quote)}”", width - 2))
        rule = f"  <{claim.rule} at {place.start}–{place.end}>" if explain and place else ""
        yield f"    {say_claim(claim)}{rule}"
    if explain:
        yield from (_abstention(abstention) for abstention in reading.abstentions)


def _abstention(abstention: Abstention) -> str:
    return f"  no claim from {abstention.start}–{abstention.end}: {clean(abstention.reason)}"


def render_forecast(forecast: Forecast) -> str:
    """A forecast in a few lines: the middle, the band, the share that never comes, and the reasons."""
    days = forecast.quantiles
    season = "" if forecast.season is None else f", season {forecast.season}"
    lines = [
        clean(f"{forecast.title}{season}, as of {say_day(forecast.at)}"),
        f"  as likely before as after   {say_day(days['0.50'])}",
        f"  four chances in five        {say_day(days['0.10'])} to {say_day(days['0.90'])}",
        f"  not within five years       {say_probability(forecast.never)}",
    ]
    if forecast.basis:
        lines += [
            "  what moved it",
            *(f"    {clean(dates_in_words(say_moved(moved)))}" for moved in forecast.basis),
        ]
    return "\n".join([*lines, f"  model {clean(forecast.model)}", ""])


def render_forecast_json(forecast: Forecast) -> bytes:
    """A forecast as JSON: quantiles by level, the share that never comes, and the reasons in days."""
    return msgspec.json.format(msgspec.json.encode(forecast), indent=2) + b"\n"


def render_record(record: Record, outlets: Sequence[OutletRecord]) -> str:
    """Our own record, and the outlets that have said enough to be judged, in alphabetical order."""
    lines = [
        f"Our forecasts: {len(record.scored)} scored, {record.open} open, {record.never_came} never came"
    ]
    if record.mean_crps is not None:
        held = sum(score.in_interval for score in record.scored) / len(record.scored)
        late = sum(score.later for score in record.scored) / len(record.scored)
        shares = f"in the 80 % band {say_share(held)}, later than the median {say_share(late)}"
        lines.append(f"  mean CRPS {record.mean_crps:.1f} days; {shares}")
    for score in record.scored:
        day = f"came {say_day(score.released)}, CRPS {score.crps:.1f} days"
        lines.append(clean(f"  {score.title} {score.season}, of {say_day(score.at)}: {day}"))
    if outlets:
        lines += ["", "How often an outlet's own windows held the day"]
    lines += [f"  {_outlet_record(outlet)}" for outlet in outlets]
    return "\n".join(lines) + "\n"


def _outlet_record(outlet: OutletRecord) -> str:
    counts = f"{outlet.held} of {outlet.resolved} held, {outlet.open} open, {outlet.void} void"
    if outlet.share is None or outlet.low is None or outlet.high is None:
        return clean(f"{outlet.outlet}: {counts}; too few to judge")
    span = f"{say_share(outlet.low)} to {say_share(outlet.high)}"
    return clean(f"{outlet.outlet}: {counts}; about {say_share(outlet.share)} ({span})")
