"""Text that is not English: told by its small words and letters, and read with a short table of cues.

The tables hold what announcements are made of: a season's number, a decision, a stage, a date that is
not known. Dates are put into English words and read by the English grammar. What the tables do not
hold is not read; a page in a language without a table is an abstention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from airdate.dates import Window
from airdate.reading.draft import Draft, Subject
from airdate.reading.phrases import find
from airdate.reading.scene import Scene
from airdate.reading.titles import display
from airdate.reading.tokens import run_after, run_before, tokenize
from airdate.types import Modality

_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("the of and to in is that for it with on was will be are has not its at by from this have".split()),
    "de": frozenset("der die das und ist nicht mit von dem den ein eine für auf im wird hat auch sich es zur".split()),
    "fr": frozenset("le la les des et est une du pour dans que qui pas sur avec au sera sont il elle cette".split()),
    "es": frozenset("el la los las de que en y una por con para del se no es su ha lo como más".split()),
    "it": frozenset("il la di che è una per non con del della in sono gli dei al più nel si lo".split()),
    "pt": frozenset("o a os de que em uma para com não do da no na se por mais é dos foi".split()),
    "nl": frozenset("de het een van en is dat niet op met voor zijn te in er aan wordt ook naar".split()),
    "sv": frozenset("och att det som en av för på är med den till inte har ett om under men nu".split()),
    "id": frozenset("yang dan di dengan untuk pada ini akan dari itu lewat juga belum telah tidak para bisa".split()),
    "pl": frozenset("w i na z do nie się że jest o jak to przez od po za który oraz".split()),
    "tr": frozenset("ve bir bu için ile da de olarak daha ne gibi sonra olan değil".split()),
}
_WORDS = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SAMPLE = 4_000  # code points are enough to tell a language


def language(text: str) -> str:
    """The language that a text is most likely in (ISO 639-1); "en" where it is too short to tell."""
    sample = text[:_SAMPLE]
    letters = sum(1 for c in sample if c.isalpha()) or 1
    for code, letter in _SCRIPTS:
        if len(letter.findall(sample)) > 0.25 * letters:
            return code
    words = _WORDS.findall(sample.lower())
    if len(words) < 12:
        return "en"
    score = {code: sum(w in small for w in words) for code, small in _SMALL_WORDS.items()}
    best = max(score, key=lambda code: (score[code], code == "en"))
    return best if score[best] >= 3 and score[best] > 1.3 * score["en"] else "en"


@dataclass(frozen=True)
class _Table:
    """One language: how it numbers seasons, its cues, and its date words in English."""

    season: re.Pattern[str]
    ordinals: dict[str, int]
    cues: tuple[tuple[str, str, re.Pattern[str]], ...]  # kind, value, pattern
    hedges: re.Pattern[str]
    release: re.Pattern[str]
    dates: dict[str, str]


def _table(season: str, ordinals: str, cues: dict[str, str], hedges: str, release: str, dates: str) -> _Table:
    return _Table(
        season=re.compile(season),
        ordinals={word: n for n, words in enumerate(ordinals.split(), 1) for word in words.split("|")},
        cues=tuple((key.split("=")[0], key.split("=")[1], re.compile(words)) for key, words in cues.items()),
        hedges=re.compile(hedges),
        release=re.compile(release),
        dates=dict(pair.split("=", 1) for pair in dates.split(", ")),
    )


_MONTHS = "january february march april may june july august september october november december".split()


def _months(names: str, more: str = "") -> str:
    months = ", ".join(f"{name}={english}" for name, english in zip(names.split(), _MONTHS, strict=True))
    return f"{months}, {more}" if more else months


TABLES: dict[str, _Table] = {
    "it": _table(
        r"\b(?:stagione (?P<n>\d{1,2})|(?P<o>prima|seconda|terza|quarta|quinta|sesta|settima) stagione|(?P<m>\d{1,2})[ªa]? stagione)\b",
        "prima seconda terza quarta quinta sesta settima",
        {
            "status=renewed": r"\b(?:rinnovat[ao]|confermat[ao] (?:la|per una))\b",
            "status=cancelled": r"\bcancellat[ao]\b",
            "production=delayed": r"\b(?:rimandat[ao]|rinviat[ao]|un anno dopo il previsto|posticipat[ao])\b",
            "production=filming_started": r"\b(?:riprese (?:sono )?(?:iniziate|in corso|cominciate))\b",
            "production=filming_wrapped": r"\briprese (?:sono )?(?:terminate|concluse|finite)\b",
            "release=unannounced": r"\b(?:senza (?:una )?data|nessuna data|data .{0,30}non .{0,20}(?:annunciata|comunicata|nota))\b",
        },
        r"\b(?:probabile|potrebbe|forse|difficile|dovrebbe)\b",
        r"\b(?:attesa|atteso|uscir\w+|uscita|arriv\w+|debutt\w+|data|in onda|in sala|andare oltre|prima di)\b",
        _months("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
                "primavera=spring, estate=summer, autunno=autumn, inverno=winter, natale=christmas, andare oltre la=by, prima di=not before, fine=late, inizio=early"),
    ),
    "de": _table(
        r"\b(?:staffel (?P<n>\d{1,2}|zwei|drei|vier|fünf)|(?P<o>zweite|dritte|vierte|fünfte)n? staffel|(?P<m>\d{1,2})\. staffel)\b",
        "eins|erste zwei|zweite drei|dritte vier|vierte fünf|fünfte",
        {
            "status=renewed": r"\b(?:verlängert|bestellt|bestätigt)\b",
            "status=cancelled": r"\b(?:abgesetzt|eingestellt|gestrichen)\b",
            "production=delayed": r"\b(?:verschoben|verschiebt|verzögert)\b",
            "production=filming_started": r"\b(?:dreharbeiten .{0,30}(?:begonnen|laufen|gestartet))\b",
            "production=filming_wrapped": r"\b(?:dreharbeiten .{0,30}(?:beendet|abgeschlossen)|abgedreht)\b",
            "release=unannounced": r"\b(?:kein(?:en)? (?:starttermin|termin|startdatum)|termin .{0,30}nicht bekannt|noch nicht bekannt)\b",
        },
        r"\b(?:könnte|vermutlich|wahrscheinlich|voraussichtlich|vielleicht|dürfte)\b",
        r"\b(?:startet|start|erscheint|kommt|ausgestrahlt|zu sehen|premiere)\b",
        _months("januar februar märz april mai juni juli august september oktober november dezember",
                "frühjahr=spring, frühling=spring, sommer=summer, herbst=autumn, winter=winter, anfang=early, mitte=mid, ende=late"),
    ),
    "es": _table(
        r"\b(?:temporada (?P<n>\d{1,2})|(?P<o>primera|segunda|tercera|cuarta|quinta) temporada)\b",
        "primera segunda tercera cuarta quinta",
        {
            "status=renewed": r"\b(?:renovad[ao]|renueva|confirmad[ao] (?:la|una))\b",
            "status=cancelled": r"\b(?:cancelad[ao]|cancela)\b",
            "production=delayed": r"\b(?:retras\w+|aplaz\w+|pospuest\w+)\b",
            "production=filming_started": r"\brodaje .{0,30}(?:ha comenzado|comenzó|en marcha|empezó)\b",
            "production=filming_wrapped": r"\brodaje .{0,30}(?:ha terminado|terminó|finalizado|concluido)\b",
            "release=unannounced": r"\b(?:sin fecha|no (?:hay|tiene) fecha|fecha .{0,30}no .{0,20}(?:anunciad|confirmad))",
        },
        r"\b(?:podría|probable\w*|quizás|se espera|tal vez)\b",
        r"\b(?:estren\w+|llegar\w*|lanz\w+|fecha)\b",
        _months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
                "primavera=spring, verano=summer, otoño=autumn, invierno=winter, finales=late, principios=early, mediados=mid"),
    ),
    "fr": _table(
        r"\b(?:saison (?P<n>\d{1,2})|(?P<o>première|deuxième|troisième|quatrième|cinquième) saison)\b",
        "première deuxième troisième quatrième cinquième",
        {
            "status=renewed": r"\b(?:renouvelée?|reconduite?|confirmée?)\b",
            "status=cancelled": r"\bannulée?\b",
            "production=delayed": r"\b(?:repoussée?|reportée?|retardée?)\b",
            "production=filming_started": r"\btournage .{0,30}(?:a commencé|a débuté|est en cours)\b",
            "production=filming_wrapped": r"\btournage .{0,30}(?:est terminé|s'est achevé|est bouclé)\b",
            "release=unannounced": r"\b(?:pas (?:encore )?de date|aucune date|date .{0,30}(?:pas|inconnue))\b",
        },
        r"\b(?:pourrait|probable\w*|peut-être|devrait|sans doute)\b",
        r"\b(?:sort\w*|arriver\w*|diffus\w+|sortie|débarqu\w+|attendue?)\b",
        _months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
                "printemps=spring, été=summer, automne=autumn, hiver=winter, fin=late, début=early"),
    ),
    "sv": _table(
        r"\b(?:säsong (?P<n>\d{1,2})|(?P<o>första|andra|tredje|fjärde|femte) säsongen?)\b",
        "första andra tredje fjärde femte",
        {
            "status=renewed": r"\b(?:förnya\w+|beställ\w+|bekräfta\w+ en)\b",
            "status=cancelled": r"\b(?:lägg\w* ned|nedlagd|ställs in)\b",
            "production=paused": r"\binspelning\w* .{0,80}stoppa\w*|\bstoppats\b",
            "production=delayed": r"\b(?:försen\w+|skjuts upp|skjutits upp)\b",
            "production=filming_wrapped": r"\binspelning\w* .{0,30}(?:klar|avslutad|färdig)\w*\b",
            "release=unannounced": r"\binget datum|datum .{0,30}inte\b",
        },
        r"\b(?:kanske|troligen|kan komma|förmodligen)\b",
        r"\b(?:premiär\w*|kommer ut|släpps|har premiär)\b",
        _months("januari februari mars april maj juni juli augusti september oktober november december",
                "våren=spring, sommaren=summer, hösten=autumn, vintern=winter"),
    ),
    "id": _table(
        r"\b(?:(?:season|musim) (?P<n>\d{1,2})|(?:season|musim) (?P<o>pertama|kedua|ketiga|keempat|kelima))\b",
        "pertama kedua ketiga keempat kelima",
        {
            "status=renewed": r"\b(?:resmi (?:mengabarkan|mengumumkan|diperpanjang|lanjut)|diperpanjang|mengonfirmasi|mengabarkan (?:season|musim))\b",
            "status=cancelled": r"\bdibatalkan\b",
            "production=delayed": r"\bditunda\b",
            "production=filming_started": r"\bsyuting .{0,30}(?:dimulai|berlangsung)\b",
            "release=unannounced": r"\b(?:belum (?:diketahui|diumumkan|ada|dipastikan)|tanggal .{0,30}belum)\b",
        },
        r"\b(?:mungkin|kabarnya|diperkirakan|diprediksi|kemungkinan)\b",
        r"\b(?:tayang|rilis|dirilis|ditayangkan)\b",
        _months("januari februari maret april mei juni juli agustus september oktober november desember"),
    ),
}  # fmt: skip


def find_foreign(scene: Scene, code: str, title: str, season: int | None) -> Iterator[Draft]:
    """Statements in a sentence of another language, about a work that the page names."""
    table = TABLES[code]
    text = scene.flat.lower()
    number = season_in(text, code) or season
    sure: Modality = "expected" if table.hedges.search(text) else "confirmed"
    subject = (Subject(title, number, title),)
    for kind, value, cue in table.cues:
        if match := cue.search(text):
            modality: Modality = "confirmed" if value == "unannounced" else sure
            yield Draft(
                scene=scene, at=match.start(), kind=kind, value=value, rule=f"{code}.{kind}.{value}", subjects=subject, modality=modality
            )  # type: ignore[arg-type]
    if release := table.release.search(text):
        for window in _windows(text, table, scene.published):
            yield Draft(
                scene=scene, at=release.start(), kind="release", value=window.edtf, rule=f"{code}.release", subjects=subject, modality=sure
            )


def season_in(text: str, code: str) -> int | None:
    """The season that a lower-case sentence of language `code` names."""
    table = TABLES[code]
    match = table.season.search(text)
    if match is None:
        return None
    groups = match.groupdict()
    figure = groups.get("n") or groups.get("m") or ""
    return int(figure) if figure.isdigit() else table.ordinals.get(figure or groups.get("o") or "")


_OF = frozenset("di av von de der du of dari van do da d' des del della di".split())


def title_beside_season(flat: str, code: str) -> str | None:
    """The name in capitals that stands right after a season ("la seconda stagione di X") or right before it."""
    text = flat.lower()
    match = TABLES[code].season.search(text)
    if match is None or len(text) != len(flat):
        return None
    tokens = tokenize(flat)
    after = next((i for i, t in enumerate(tokens) if t.start >= match.end()), len(tokens))
    while after < len(tokens) and (tokens[after].low in _OF or not tokens[after].word[0].isalnum()):
        after += 1
    before = next((i for i, t in enumerate(tokens) if t.start >= match.start()), len(tokens))
    run = run_after(tokens, after) or run_before(tokens, before)
    if run is None or run == (0, 0):
        return None
    return display(flat[tokens[run[0]].start : tokens[run[1]].end])


def _windows(text: str, table: _Table, published: Window | None) -> list[Window]:
    for word, english in table.dates.items():
        if word in text:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", english, text)
    text = re.sub(r"(?<=\d)\. (?=[a-z])", " ", text)
    return [phrase.window for phrase in find(text, published)]
