"""The forecast in words: the middle, the 80 % band, the share that never comes, and what moved it."""

from __future__ import annotations

import re

from airdate import dates
from airdate.dates import Window
from airdate.forecast.words import say_probability, say_share
from airdate.guide.words import count, say, say_when
from airdate.types import Failure, Forecast, Moved, Note, Section

#: Days, months and windows of them, as the forecast's reasons have them.
_EDTF = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?\b", re.ASCII)


def forecast_section(forecast: Forecast | Failure | None) -> Section | None:
    """What we expect ourselves, or why we do not; `None` where nobody asked."""
    if forecast is None:
        return None
    if isinstance(forecast, Failure):
        hint = f" ({forecast.hint})" if forecast.hint else ""
        notes = [Note(text=f"No forecast: {forecast.error}{hint}.")]
    else:
        notes = [
            Note(text=f"Around {say(_middle(forecast))}: as likely earlier as later.", standing="expected"),
            Note(
                text=f"Four chances in five that it comes {say_when(_band(forecast))}.", standing="expected"
            ),
            Note(
                text=f"That it does not come within five years is {say_probability(forecast.never)}; "
                "the lines above are for the case that it does."
            ),
            *(Note(text=_moved(moved)) for moved in forecast.basis),
            Note(text=f"This is our own reckoning ({forecast.model}), not an announcement."),
        ]
    return Section(key="forecast", heading="Our forecast", notes=tuple(notes))


def say_forecast(forecast: Forecast) -> str:
    """In short: `we expect it around May 2027 (80 %: Dec 2026 to Feb 2028), 6 % not within five years`."""
    middle, band = say(_middle(forecast)), say(_band(forecast), short=True)
    return f"we expect it around {middle} (80 %: {band}), {_never(forecast)}"


def _middle(forecast: Forecast) -> Window:
    return dates.parse(f"{forecast.quantiles['0.50']:%Y-%m}")


def _band(forecast: Forecast) -> Window:
    """The months that hold the middle 80 %; a forecast is never said to the day."""
    low, high = (f"{forecast.quantiles[level]:%Y-%m}" for level in ("0.10", "0.90"))
    return dates.parse(low if low == high else f"{low}/{high}")


def _never(forecast: Forecast) -> str:
    return f"{say_share(forecast.never)} not within five years"


def _moved(moved: Moved) -> str:
    """`Moved 140 days earlier: filming wrapped 10 days ago.`"""
    days = round(abs(moved.days))
    shift = f"Moved {count(days, 'day')} {'earlier' if moved.days < 0 else 'later'}" if days else "Not moved"
    return f"{shift}: {dates_in_words(moved.what)}."


def dates_in_words(text: str) -> str:
    """The text with its EDTF dates said in words."""
    return _EDTF.sub(_in_words, text)


def _in_words(match: re.Match[str]) -> str:
    return say(dates.parse(match[0]))
