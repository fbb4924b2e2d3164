"""Persons named in a sentence, by form: two to four capitalised words that no vocabulary claims.

Precision first: a single capitalised word is a person only where a list or a role says so (`cast`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from airdate.reading.scene import Scene
from airdate.reading.tokens import BREAKS, CALENDAR, CONNECTORS, OPENERS, TRAILERS, Token, tokenize

#: Capitalised words of headlines that are no part of a person's name.
NOT_PERSON = frozenset(
    """a about after again ahead alive all already also always among an and another any anniversary are as at award awards away
    back based bbc be become becomes best better between beyond big biggest black-ish blockbuster book both bottom box boy
    brand bring brings broadcast but by call called channel character characters chief christmas city classic club co-creator
    college comic comics company confirmed con continues could crew crime culture dark daughter day days dead dc deal death
    detective development digital documentary dr duo during each early eight emmy end english enough entertainment era even
    ever every exclusive executive fans fall family fantasy far fate father favorite favourite fifth fight figure final first five
    for former four fourth franchise friday from full future game games gets girl giant global go going golden good great
    group had half has head heads her here high his history hit hollywood home hot hour hours house how i if in inside
    international into is island it its just kids killer king korean last late later law led legacy legal legend less life
    like little live local long look love low made main major make makes making man many marvel marks meet member men mini minute miss
    monday month more most mother mr mrs ms much murder music mystery narrator nbc netflix network never new next night nine no not now
    number of off office old on once one only open or original oscar other our out over own part party past people period plan plans
    planned play played playing plays plus police political popular possible power premiere president prime princess
    prize psychological queen quick real reality really red regular remake return rising role romance romantic roundup royal
    said same saturday school scene scenes science second secret series set sets seven seventh she shop short shot show shows sister
    six sixth small so some son soon space special spy star starrer starred start state still stop store story stream streamer
    streaming street studio studios stunt such summer sunday super supernatural superhero supporting surprise take takes talk team teen television
    ten that the their then there these they third this those three thursday time title to top tour town trail train tribute trilogy true
    tuesday tv twist two uk under universe until untitled up us version video viewers villain villains voice wait war was
    wednesday week weekly weeks weird well what when where which who why wife will winner winning with woman women won work
    world worst would year years yes yet you young your youtube zombie actors cinema theatre theater screen live-action
    sci-fi documentary docuseries ceo chairman agency instagram twitter facebook tiktok reddit youtube production season
    english korean japanese american british indian spanish french german australian canadian irish scottish turkish
    comic-con san-diego emmy-winning oscar-winning oscar-nominated emmy-nominated golden-globe bafta sag bafta-winning
    hollywood london york angeles america korea japan britain england scotland ireland canada australia europe africa asia
    india china france germany spain italy mexico wales london-based seoul tokyo vancouver toronto atlanta
    good morning comic festival awards academy globe globes grammy tony week awards universe cinematic entertainment
    episode episodes chapter volume book novel sequel prequel original movie film trilogy reportedly officially
    lands landing nabs nabbed books booked scores bags boards lends gets getting hits drops taps sets signs boarding heads
    brings tops leads snags wins rounds launches plays voices talks says calls hopes begins starts ends comes goes
    leave leaving quit quitting compose composes composing score scoring write writes writing wrote leading headline headlines
    topline toplines develop develops developing adapt adapts adapting pen pens penning narrate narrates voicing recur recurring
    appear appears appearing guest-star guest-stars co-star sign signs signing signed circling circle enter enters negotiations
    inks closes move moving moves going heading run running taking fill fills step steps stepping part parts ways works working
    chart charts records record credits credit danced them him welcome welcomes executives ranking rankings top tops minutes
    million billion percent learned learns guests musical host hosts duo duos trio pair couple employees workers staff
    company companies studio group network reporters report critics readers viewers audience audiences parents children
    teachers students voters leaders officials democrats republicans senate house congress court judge supreme state county
    street road river island valley high middle east south central southern northern
    university institute museum hospital center centre corporation inc association federation union party
    olympics paralympics championship cup league final finals game games team teams club football baseball basketball
    speech against build act order reform plan deal talks trade war peace crisis attack threat threats
    promotes promoted promoting round faces facing plots seeks offers offered wants shares tells opening warns urges slams backs hails eyes nears reveals recalls
    opens keeps finds leaves turns faces reprise
    earlier meanwhile additionally however according unfortunately fortunately sadly currently recently previously originally
    production principal photography filming post-production cameras writers scripts directors guild strike strikes sag-aftra wga""".split()
)
_WORD = re.compile(r"(?:[A-ZÀ-Þ][\w']*(?:[-'][A-Za-zÀ-ÿ]\w*)*\.?|[A-Z]\.(?:[A-Z]\.)*|Mc[A-Z]\w+|D'[A-Z]\w+|O'[A-Z]\w+)$")
_PARTICLES = frozenset("de da del van von der la le di bin al el ben st dos du y".split())
#: Everyday words that are family names too, after a first name.
_SURNAMES = frozenset("king law young day long love park hill lake west north wood church bank banks beach french english good best price case "
                      "rose stone moss hope winters summers little child power rising bell page stage parks major marshall judge".split())
_FIRST_NAMES = frozenset("Park Bill Love King Will May April June August Summer Autumn Grant Max Dave Stan Paris".split())
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at `start:end` of a sentence."""

    start: int
    end: int
    name: str


def free_tokens(scene: Scene) -> list[Token]:
    """The sentence's words, with those of works, seasons and services made into marks."""
    spans = [(t.start, t.end) for t in scene.titles]
    spans += [(s.start, s.end) for s in scene.seasons] + [(s.start, s.end) for s in scene.services]
    return [
        Token(t.start, t.end, "\0", "\0", False) if any(a < t.end and t.start < b for a, b in spans) else t
        for t in tokenize(scene.flat)
    ]


def is_person_word(token: Token) -> bool:
    """Can this word be part of a person's name?"""
    low = token.low.removesuffix("'s").removesuffix("'")
    if not token.capital or token.word.isdigit() or low in NOT_PERSON or low in BREAKS or low in CALENDAR:
        return False
    if low in TRAILERS or low in OPENERS or low in CONNECTORS:
        return False
    if len(token.word) > 3 and token.word.isupper() and "." not in token.word:
        return False
    return _WORD.match(token.word.removesuffix("'s").removesuffix("'")) is not None


def name_from(tokens: list[Token], index: int, flat: str) -> tuple[Person, int] | None:
    """The person whose name begins at token `index`, and the index after it."""
    if index >= len(tokens) or not (is_person_word(tokens[index]) or _is_first_name(tokens, index)):
        return None
    at, last = index + 1, index
    while at < len(tokens) and at - index < 5 and not tokens[last].low.endswith("'s"):
        token = tokens[at]
        if not flat[tokens[at - 1].end : token.start].strip(" .") == "" or token.start - tokens[at - 1].end > 2:
            break
        if is_person_word(token) or token.low in _SUFFIXES or token.low.removesuffix("'s") in _SURNAMES and token.capital:
            last = at
        elif token.low not in _PARTICLES or at + 1 >= len(tokens) or not is_person_word(tokens[at + 1]):
            break
        at += 1
    start, end = tokens[index].start, tokens[last].end
    if tokens[last].low.endswith("'s"):
        end -= 2
    return Person(start, end, " ".join(flat[start:end].split())), last + 1


def people_in(scene: Scene) -> tuple[Person, ...]:
    """All persons of two or more words named in a sentence, left to right."""
    tokens, found, index = free_tokens(scene), [], 0
    while index < len(tokens):
        hit = name_from(tokens, index, scene.flat)
        if hit is None:
            index += 1
            continue
        person, index = hit
        if " " in person.name and not _opens_sentence_badly(person):
            found.append(person)
    return tuple(found)


def _is_first_name(tokens: list[Token], index: int) -> bool:
    """"Will Forte", "May Calamawy": a small word or month that a family name follows."""
    if tokens[index].word not in _FIRST_NAMES or index + 1 >= len(tokens):
        return False
    return is_person_word(tokens[index + 1]) and (index == 0 or not is_person_word(tokens[index - 1]))


def _opens_sentence_badly(person: Person) -> bool:
    first = person.name.split()[0].lower()
    return person.start == 0 and first in NOT_PERSON
