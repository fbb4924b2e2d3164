"""What a query says of a work besides its name: "Kingdom (2019)", "Ghosts UK", "Kingdom on Netflix". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from airdate.catalogue.fold import fold
from airdate.types import Form, Struct, Work

_MAX_QUERY = 200  # characters; a longer query is no name

#: ISO 3166 alpha-2 → how people write it after a title, folded.
_COUNTRY_WORDS = {
    "AR": "argentina argentine", "AT": "austria austrian", "AU": "australia australian aus",
    "BE": "belgium belgian", "BR": "brazil brazilian", "CA": "canada canadian", "CH": "switzerland swiss",
    "CL": "chile chilean", "CN": "china chinese", "CO": "colombia colombian",
    "CZ": "czechia czech",
    "DE": "germany german", "DK": "denmark danish", "ES": "spain spanish", "FI": "finland finnish",
    "FR": "france french", 
    "GB": "uk britain british england english", "HK": "hongkong", "IE": "ireland irish",
    "IL": "israel israeli", "IN": "india indian", "IS": "iceland icelandic", "IT": "italy italian",
    "JP": "japan japanese", "KR": "korea korean", "MX": "mexico mexican", "NL": "netherlands dutch",
    "NO": "norway norwegian", "NZ": "newzealand", "PH": "philippines filipino", "PL": "poland polish",
    "PT": "portugal portuguese", "RU": "russia russian", "SE": "sweden swedish", "TH": "thailand thai",
    "TR": "turkey turkish", "TW": "taiwan taiwanese", "US": "usa america american", "ZA": "southafrica",
}  # fmt: skip
_COUNTRIES = {word: code for code, words in _COUNTRY_WORDS.items() for word in (code.lower(), *words.split())}
_FORMS: dict[str, Form] = {
    "series": "series", "show": "series", "tv": "series", "drama": "series", "anime": "series",
    "film": "film", "movie": "film", "special": "special",
}  # fmt: skip
_TWO_WORDS = {
    "hong kong": "hongkong",
    "new zealand": "newzealand", "south africa": "southafrica", "south korea": "korea",
    "united kingdom": "uk", "united states": "usa", "tv series": "series", "tv show": "series",
}  # fmt: skip
_MARKS = re.compile(r"[()\[\],]+")
_MAX_CUT = 4  # words


class Traits(Struct, frozen=True, kw_only=True):
    """What the work must be; `None` leaves it open. `service` is folded."""

    year: int | None = None
    country: str | None = None
    form: Form | None = None
    service: str | None = None

    def fit(self, work: Work) -> bool:
        """Is the work so? One of which the catalogue does not know it is not."""
        return (
            (self.year is None or work.year == self.year)
            and (self.country is None or work.country == self.country)
            and (self.form is None or work.form == self.form)
            and (self.service is None or any(self._is_of(service) for service in work.services))
        )

    def _is_of(self, service: str) -> bool:
        return f"{fold(service)} ".startswith(f"{self.service} ")  # "prime" is enough for Prime Video

    def words(self) -> str:
        """As a reason gives it: "2019, KR"."""
        service = f"on {self.service}" if self.service else None
        return ", ".join(str(each) for each in (self.form, self.country, self.year, service) if each)


def readings(query: str) -> Iterator[tuple[str, Traits]]:
    """Ways to read a query as a name and traits: the whole as a name first, then with ever more cut off.

    >>> [(name, traits.words()) for name, traits in readings("Kingdom (2019)")]
    [('Kingdom (2019)', ''), ('Kingdom', '2019')]
    """
    if len(query) > _MAX_QUERY:
        return
    yield query, Traits()
    words, traits = _MARKS.sub(" ", query).split(), Traits()
    for _ in range(min(_MAX_CUT, len(words) - 1)):
        two = _TWO_WORDS.get(fold(" ".join(words[-2:])))
        tail, words = two or fold(words[-1]), words[: -2 if two else -1]
        cut = traits if tail == "on" and traits.service else _with(traits, tail)
        if cut is None or not words:
            return
        traits = cut
        yield " ".join(words), traits


def _with(traits: Traits, word: str) -> Traits | None:
    """The traits with what a word says; words that say nothing known may name a service."""
    if re.fullmatch(r"(?:18|19|20)\d\d", word):
        return None if traits.year else replace(traits, year=int(word))
    if word in _COUNTRIES:
        return None if traits.country else replace(traits, country=_COUNTRIES[word])
    if word in _FORMS:
        return None if traits.form else replace(traits, form=_FORMS[word])
    return replace(traits, service=f"{word} {traits.service}" if traits.service else word) if word else None
