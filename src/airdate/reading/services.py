"""The services, channels and outlets that pages name, by their usual names.

A service shows a work and can decide on it; an outlet only passes the word on. Names that are also
common words (`Max`, `Sky`) count only where the words around them say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Usual name → other spellings. The keys are spellings too.
SERVICES: dict[str, str] = {
    "Netflix": "Netflix Korea|Netflix Japan|Netflix India|Netflix UK",
    "Prime Video": "Amazon Prime Video|Amazon Prime|Amazon Studios|Amazon|Amazon Video",
    "Apple TV+": "Apple TV Plus|Apple TV +|AppleTV+|Apple TV|Apple+|Apple",
    "Disney+": "Disney Plus|Disney +|DisneyPlus|Disney+ Hotstar",
    "Disney Channel": "",
    "Disney XD": "",
    "Hulu": "FX on Hulu",
    "HBO Max": "HBOMax|Max",
    "HBO": "",
    "Paramount+": "Paramount Plus|Paramount +",
    "Paramount Network": "",
    "Peacock": "",
    "Showtime": "",
    "Starz": "STARZ",
    "The CW": "CW|the CW",
    "CBS": "",
    "CBS All Access": "",
    "NBC": "",
    "ABC": "",
    "Fox": "FOX",
    "FX": "",
    "FXX": "",
    "AMC": "",
    "AMC+": "AMC Plus",
    "Syfy": "SYFY|SyFy",
    "USA Network": "USA",
    "TNT": "",
    "TBS": "",
    "truTV": "",
    "BET": "",
    "BET+": "",
    "MTV": "",
    "VH1": "",
    "Comedy Central": "",
    "Nickelodeon": "",
    "Cartoon Network": "",
    "Adult Swim": "adult swim",
    "Freeform": "",
    "Lifetime": "",
    "Hallmark Channel": "Hallmark",
    "Hallmark+": "",
    "A&E": "",
    "History": "History Channel|The History Channel|HISTORY",
    "Discovery": "Discovery Channel",
    "Discovery+": "Discovery Plus",
    "National Geographic": "Nat Geo",
    "Food Network": "",
    "HGTV": "",
    "TLC": "",
    "Bravo": "",
    "E!": "",
    "PBS": "PBS Masterpiece|Masterpiece",
    "Epix": "EPIX",
    "MGM+": "",
    "Roku": "The Roku Channel|Roku Channel|the Roku Channel",
    "IMDb TV": "IMDB TV",
    "Freevee": "Amazon Freevee",
    "Tubi": "",
    "Pluto TV": "",
    "Shudder": "",
    "Sundance Now": "",
    "SundanceTV": "",
    "BritBox": "Britbox",
    "Acorn TV": "",
    "YouTube": "YouTube Premium|YouTube Red",
    "Facebook Watch": "",
    "Quibi": "",
    "Crunchyroll": "",
    "Funimation": "",
    "HIDIVE": "Hidive",
    "BBC": "",
    "BBC One": "BBC1|BBC 1",
    "BBC Two": "BBC2|BBC 2",
    "BBC Three": "BBC3|BBC 3",
    "BBC Four": "",
    "BBC America": "",
    "BBC iPlayer": "",
    "ITV": "ITV1",
    "ITV2": "",
    "ITVX": "",
    "Channel 4": "C4",
    "E4": "",
    "Channel 5": "",
    "Sky": "",
    "Sky Atlantic": "",
    "Sky Max": "",
    "Sky Comedy": "",
    "UKTV": "",
    "Dave": "",
    "Alibi": "",
    "Virgin Media": "",
    "RTÉ": "RTE|RTÉ One",
    "Stan": "",
    "Binge": "",
    "Foxtel": "",
    "CBC": "",
    "CTV": "",
    "Crave": "",
    "Global": "",
    "Citytv": "",
    "Hotstar": "",
    "SonyLIV": "Sony LIV",
    "ZEE5": "Zee5",
    "JioCinema": "",
    "Viki": "Rakuten Viki",
    "Viu": "",
    "TVING": "Tving|TVing",
    "Wavve": "",
    "Coupang Play": "",
    "tvN": "",
    "JTBC": "",
    "OCN": "",
    "SBS": "",
    "KBS": "KBS2",
    "MBC": "",
    "ENA": "",
    "MX Player": "",
    "NHK": "",
    "TV Tokyo": "",
    "Tokyo MX": "",
    "Bilibili": "",
    "iQIYI": "",
    "WeTV": "",
    "ZDF": "",
    "ARD": "",
    "RTL+": "",
    "TF1": "",
    "Canal+": "",
    "Arte": "",
    "RAI": "Rai|Rai 1",
    "Movistar+": "Movistar Plus+",
    "Viaplay": "",
    "SVT": "",
    "NRK": "",
    "DR": "",
    "TV 2": "TV2",
    "Globoplay": "",
    "Vix": "ViX|ViX+",
    "Telemundo": "",
    "Univision": "",
    "Spectrum": "Spectrum Originals",
    "Sundance": "",
    "WE tv": "",
    "OWN": "",
    "Toonami": "",
    "WOWOW": "",
    "Angel Studios": "",
}

#: Studios and makers: they decide and announce, but show nothing themselves.
STUDIOS: tuple[str, ...] = (
    "Warner Bros. Discovery|Warner Bros|Warner Bros.|WBD|WarnerMedia|Paramount Pictures|Universal Pictures|Sony Pictures|"
    "20th Century Studios|Lionsgate|A24|Marvel Studios|Marvel|Lucasfilm|Pixar|DC Studios|DreamWorks|Blumhouse|"
    "Legendary|New Line|Searchlight|Focus Features|Neon|Studio Ghibli|MAPPA|Toho|Toei|Ufotable|Kadokawa|Aniplex|"
    "Studio Dragon|Film Monster|BH Entertainment|Sony|Paramount|Disney|Universal|MGM|Nintendo|Illumination|"
    "Columbia Pictures|Amazon MGM Studios|Skydance|Apple Original Films"
).split("|")  # type: ignore[assignment]

#: Those who pass the word on. Trades are believed with the makers; the rest are press.
TRADES: tuple[str, ...] = (
    "Deadline",
    "Variety",
    "The Hollywood Reporter",
    "Hollywood Reporter",
    "THR",
    "TheWrap",
    "The Wrap",
    "TVLine",
    "Production Weekly",
    "Broadcast",
    "Screen Daily",
    "Screen International",
    "IndieWire",
    "Puck",
)
PRESS: tuple[str, ...] = tuple(
    (
        "What's on Netflix|What's On Netflix|Entertainment Weekly|EW|Collider|GamesRadar|Radio Times|RadioTimes|Digital Spy|"
        "The Sun|Daily Mail|The Guardian|The New York Times|New York Times|The Times|The Telegraph|BBC News|Reuters|"
        "Associated Press|AP|Bloomberg|Forbes|Vulture|Vanity Fair|Rolling Stone|Empire|Total Film|SFX|GQ|Esquire|Elle|Vogue|"
        "People|Us Weekly|TV Insider|TV Guide|TVGuide|Screen Rant|ScreenRant|ComicBook.com|CBR|Den of Geek|IGN|Polygon|"
        "The Verge|Gizmodo|io9|Decider|Elite Daily|Bustle|Cosmopolitan|Cosmo|Glamour|Newsweek|USA Today|The Independent|"
        "NME|Metro|Mirror|Daily Mirror|Express|Star News|Yonhap|The Korea Herald|The Korean Herald|Korea Herald|Soompi|"
        "HeraldPop|Herald Pop|OSEN|Sports Chosun|JoongAng|The Korea Times|Anime News Network|Famitsu|Oricon|Natalie|"
        "We Got This Covered|Cinemablend|CinemaBlend|Popverse|Tudum|Netflix Tudum|Cartermatt|CarterMatt|Bleeding Cool|"
        "TVShowsOnNetflix|Redanian Intelligence|Fansided|FanSided|TechRadar|Tom's Guide|Los Angeles Times|LA Times|"
        "Washington Post|The Washington Post|The Atlantic|Slate|Time|TIME|W Magazine|Interview|Backstage|GoldDerby|Gold Derby|"
        "E! News|ET|Entertainment Tonight|Good Morning America|Today|TMZ|Page Six|Just Jared|E! Online|Paste|The A.V. Club|"
        "A.V. Club|AV Club|Dexerto|Murphy's Multiverse|The Direct|Giant Freakin Robot|Inverse|Mashable|BuzzFeed|Refinery29|Marie Claire|"
        "Harper's Bazaar|Town & Country|Men's Journal|Parade|Woman's World|Hello!|OK!|Heat|Netflix Life|Vogue Korea|"
        "The Playlist|SlashFilm|/Film|Consequence|Pitchfork|Billboard|The Ringer|Ringer|Attitude|Gay Times"
    ).split("|")
)

#: Service names that are everyday words or companies with other business: they need a lead-in.
_WORDS = frozenset(
    "Max|Sky|Dave|Stan|Binge|Global|Discovery|History|Lifetime|Bravo|USA|Apple|Amazon|Spectrum|Sundance|OWN|DR|Crave|"
    "Peacock|Hallmark|Alibi|Arte|RAI|Rai|E4|CW|RTE|TV 2|TV2|Fox|FOX|Dave|Vix|ENA|Shudder|Masterpiece|Freeform|E!|Roku".split("|")
)
_LEAD = re.compile(r"(?:\b(?:at|on|by|to|for|from|with|via|and|&|new)|[|(,/\-]|^)\s*(?:the\s)?$", re.IGNORECASE)
_FOLLOW = re.compile(r"'s\b|\s(?:renews|orders|cancels|axes|picks|sets|greenlights|gives|has|have|series|drama|comedy|original)\b", re.IGNORECASE)


#: Outlets whose names are everyday words: they count only where somebody speaks to them.
_COMMON_OUTLETS = frozenset(
    "People|Time|TIME|Today|Empire|Interview|Elle|Express|Metro|Mirror|Heat|ET|Slate|Broadcast|Parade|Backstage|Paste|Inverse|Attitude|"
    "Natalie|Heat|Hello!|OK!|Puck|The Times|AP|EW|Glamour|Interview|Consequence|Popverse|Vogue|SFX|GQ".split("|")
) - {"EW", "AP", "Puck", "GQ", "SFX", "Popverse", "The Times"}
_OUTLET_LEAD = re.compile(r"\b(?:told|tells|to|with|per|according to|by|via|from|for|in) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service, studio or outlet named at `start:end`; `role` says which it is."""

    start: int
    end: int
    name: str
    role: str  # "service", "studio", "outlet"


def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for names, role in ((TRADES, "outlet"), (PRESS, "outlet"), (STUDIOS, "studio")):
        table.update({name: (name, role) for name in names})
    for name, others in SERVICES.items():
        for spelling in (name, *filter(None, others.split("|"))):
            table[spelling] = (name, "service")
    return table


_BY_SPELLING = _table()
_NAMES = re.compile(
    r"(?<![\w'#@/.])(?:" + "|".join(re.escape(n) for n in sorted(_BY_SPELLING, key=len, reverse=True)) + r")(?!\w|-\w)"
)


def find_services(flat: str) -> tuple[ServiceHit, ...]:
    """All services, studios and outlets named in a flattened sentence, left to right."""
    hits = []
    for match in _NAMES.finditer(flat):
        name, role = _BY_SPELLING[match[0]]
        if role == "outlet" and match[0] in _COMMON_OUTLETS and not _OUTLET_LEAD.search(flat, 0, match.start()):
            continue
        if match[0] in _WORDS and not (_LEAD.search(flat, 0, match.start()) or _FOLLOW.match(flat, match.end())):
            continue
        hits.append(ServiceHit(match.start(), match.end(), name, role))
    return tuple(hits)
