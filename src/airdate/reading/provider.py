"""Where a work is shown: the service named beside a claim, or the news of its availability."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from airdate.reading.context import Context
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, modality
from airdate.reading.scene import Scene, pattern
from airdate.reading.services import ServiceHit

_AVAILABLE = pattern(
    r"{T}'?(?: tv series| series)? ?(?:{N} )?(?:[\w'-]+ ){0,3}?(?:lands? (?:on|at)|moves? to|moving to|heads? to|heading to|coming to|comes to|now streaming on|streaming on|arrives? on|available (?:now )?on|joins|set for (?:{D} )?(?:[\w ]{0,12})?(?:launch|premiere|release|debut)? ?on|"
    r"(?:is )?now (?:available )?on|finds new home (?:at|on)|goes to|to stream on|to air on|will stream on|will air on|debuts? on|premieres? on) {V}(?: ?(?:&|and|,) {V})*|set for (?:{D} )?launch on {V}"
)
#: How a service stands when it is the work's home, and not just somebody who speaks.
_HOME_BEFORE = re.compile(r"(?:\b(?:on|at|to|for|by|via|from|over to|(?:order|renewal|pick-?up|green ?light|season|series) from|exclusive(?:ly)? (?:on|to)|\||-|at the)|\()\s?(?:the )?(?:streaming service |streamer |network )?$|\| ?$")
_HEADLINE_BEFORE = re.compile(r"[:,] ?$")
_MERE_VOICE = re.compile(r"\b(?:shared|said|told|posted|revealed|announced|confirmed|shown|interviewed|reported|asked|quoted|according to|per|a spokes\w+ for)(?: \w+)? (?:by|on|at|to|for|via)? ?$")
_BOSS = re.compile(r"^(?:'s)? (?:boss|chief|ceo|head|exec\w*|president|spokes\w+|content|programming|vice|vp|co-ceo|chairman|[a-z]+ [a-z]+ (?:said|says|told|confirmed|revealed|announced))")
_HOME_AFTER = pattern(
    r"^(?:'s?)? (?:renews?|renewed|orders?|ordered|picks? up|picked up|greenlights?|greenlit|gave|gives|commissions?|commissioned|buys|acquires|nabs|lands|rescues|saves|revives|sets?|adds|casts|drops?|releases?|unveils?|reveals?|has (?:officially |just |also |finally )?(?:renewed|ordered|picked|greenlit|given|set|confirmed|announced|revealed|dated|released)|"
    r"announces?|announced|said|confirms?|confirmed|finally|officially|is ending|ends|will end|dates?|series|drama|comedy|original|show|sitcom|thriller|k-drama|anime|hit|exclusive|reboot|revival|film|movie|family drama|limited|animated|"
    r"will|is (?:currently )?planning|plans|says {N}|says [^.;]{0,20}{N}|lists)\b|^'s\b|^ exclusive\b"
)
_SPEAKS = re.compile(r" (?:has |have |just |also |officially |now |recently )*(?:said|says|confirm(?:s|ed)|announce(?:s|d)|reveal(?:s|ed))\b")
_DENIES = re.compile(r"^(?:'s)? (?:\w+ ){0,2}?(?:has |have |had )?(?:yet |still )?(?:not\b|\w+n't|hasn't|haven't|yet to|confirmed no\b|confirmed nothing|said nothing|won't|declined|refus|opted not|has no\b)|^ (?:hasn't|has not|has yet|didn't|did not|isn't)\b")
#: What a service did once says nothing of where the next season will be.
_ONCE = re.compile(r"\b(?:launched|ran|aired|began life|premiered|debuted|licen[sc]ed|hopped|originally|started (?:out|life)|used to|first (?:aired|shown)|drew to a close|was (?:axed|scrapped|cancell?ed|dropped)|moved from)\b")
_STILL = re.compile(r"\b(?:will|exclusive\w*|available|still|stream(?:s|ing)?(?! (?:service|giant|platform|wars))|returns?|returning|back|coming|comes|only on|watch|to air|lands?|arrives?|original)\b")
_GONE = re.compile(r"\b(?:leav(?:es|ing)|exits?|exiting|removed from|pulled from|departs|moves? from|away from|(?:leaves?|leaving) from)\s?$")


def find_availability(scene: Scene, context: Context) -> Iterator[Draft]:
    """Headlines whose news is where a work can be seen."""
    if not scene.services or is_question(scene):
        return
    for match in (*_AVAILABLE.finditer(scene.masked), *_AVAILABLE.finditer(scene.dated)):
        if is_counterfactual(scene, match.start()):
            continue
        subjects = context.subjects(scene, match.end() - 1)
        for hit in scene.services:
            if match.start() <= hit.start < match.end() and hit.role == "service" and subjects:
                yield _draft(scene, hit, subjects, "provider.availability")


def find_homes(scene: Scene, drafts: Sequence[Draft], context: Context) -> Iterator[Draft]:
    """The service that a sentence gives as the work's home, beside another claim on it."""
    for hit in scene.services:
        if hit.role != "service" or not is_home(scene, hit):
            continue
        if not scene.sentence.headline and _ONCE.search(scene.clause_text(hit.start)):
            continue
        beside = [d for d in drafts if d.scene is scene and d.kind != "provider"]
        if not beside and not _STILL.search(scene.clause_text(hit.start)):
            continue
        subjects = {s: None for d in beside for s in d.subjects} or dict.fromkeys(context.subjects(scene, hit.start))
        if subjects and not (_SPEAKS.match(scene.masked, hit.end) and not any(_is_good_news(d) for d in beside)):
            yield _draft(scene, hit, tuple(subjects), "provider.beside" if beside else "provider.named")


def _is_good_news(draft: Draft) -> bool:
    """Something that a service says of a work that it will show."""
    return draft.value not in ("delayed", "paused", "undecided", "cancelled", "unannounced")


def is_home(scene: Scene, hit: ServiceHit) -> bool:
    """Does the sentence give the service as a home ("on X", "X's", "X renews"), and not as a mere voice?"""
    after = scene.masked[hit.end :]
    if _DENIES.match(after) or _GONE.search(scene.masked, 0, hit.start):
        return False
    before = scene.masked[max(0, hit.start - 40) : hit.start]
    if scene.sentence.headline and _HEADLINE_BEFORE.search(before):
        return True
    if not scene.sentence.headline and (_MERE_VOICE.search(before) or _BOSS.match(scene.masked[hit.end :])):
        return False
    return _HOME_AFTER.match(after) is not None or _HOME_BEFORE.search(before) is not None


def _draft(scene: Scene, hit: ServiceHit, subjects: tuple, rule: str) -> Draft:  # type: ignore[type-arg]
    return Draft(
        scene=scene, at=hit.start, kind="provider", value=hit.name, rule=rule, subjects=subjects, modality="confirmed"
    )
