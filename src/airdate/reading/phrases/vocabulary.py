"""The words of English dates, as tables. Raise `CONVENTIONS` whenever an entry changes its meaning.

Months count from 1. Parts of a year are pairs of months, both inclusive.
"""

from __future__ import annotations

from typing import Literal

from airdate.reading.phrases.tokens import Phrasebook


def listed(text: str) -> list[str]:
    """The words of a block of text, in order."""
    return text.split()


def words(text: str) -> frozenset[str]:
    """The words of a block of text as a set."""
    return frozenset(listed(text))


#: Version of the conventions below (early = January to April, and so on).
CONVENTIONS = "2026-11"

#: Stands in `Tokens.words` for a word of a title.
MASKED = ""

FIRST_YEAR, LAST_YEAR = 1950, 2099
YEARS = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}

MONTHS = Phrasebook(
    {
        "january|jan .|jan": 1,
        "february|feb .|feb": 2,
        "march|mar .|mar": 3,
        "april|apr .|apr": 4,
        "may": 5,
        "june|jun .|jun": 6,
        "july|jul .|jul": 7,
        "august|aug .|aug": 8,
        "september|sept .|sept|sep .|sep": 9,
        "october|oct .|oct": 10,
        "november|nov .|nov": 11,
        "december|dec .|dec": 12,
    }
)
#: Months that are common words too: taken only where a day, a year or a preposition shows the month.
AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "sep", "jan", "dec"})
#: After these "may" is the verb.
AFTER_VERB_MAY = words(
    """
    be have not well also still never just finally already come return get take happen see arrive
    premiere feel look seem want need mean make give go indeed yet only actually soon
    """
)

SEASONS = {"spring": 21, "summer": 22, "summertime": 22, "autumn": 23, "fall": 23, "winter": 24}

WEEKDAYS = Phrasebook(
    {
        "monday|mon": 0,
        "tuesday|tues|tue": 1,
        "wednesday|wed": 2,
        "thursday|thurs|thur|thu": 3,
        "friday|fri": 4,
        "saturday|sat": 5,
        "sunday|sun": 6,
    }
)
#: Short weekdays that are words or names of their own: only beside a day.
FULL_WEEKDAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday
    """
)

#: A part of a year; of a shorter unit it says nothing more than the unit.
PARTS = Phrasebook(
    {
        "early|very early": (1, 4),
        "start of|beginning of|top of|dawn of|outset of|onset of": (1, 4),
        "mid|middle|midway through|halfway through|midpoint of": (5, 8),
        "late|very late": (9, 12),
        "end of|very end of|tail end of|back end of|close of": (10, 12),
        "first half|front half|1st half|opening half": (1, 6),
        "second half|latter half|back half|2nd half|last half|latter part|other half": (7, 12),
        "first part|early part|first months|early months|opening months|first few months": (1, 4),
        "first week of|first week in|first weekend of|first days of|first few weeks of": (1, 4),
        "second week of|second week in|third week of|third week in|middle part": (5, 8),
        "later part|late part|last months|final months|closing months|late stages": (9, 12),
        "last week of|last week in|final week of|final weeks of|last weeks of|last weekend of": (9, 12),
        "last few months of|final few months|fourth week of|closing weeks of|last days of": (9, 12),
    }
)
END = (10, 12)
HALVES = Phrasebook({"h1": (1, 6), "h2": (7, 12)})

QUARTERS = Phrasebook(
    {
        "q1|1q|first quarter|1st quarter|opening quarter|quarter one": 33,
        "q2|2q|second quarter|2nd quarter|quarter two": 34,
        "q3|3q|third quarter|3rd quarter|quarter three": 35,
        "q4|4q|fourth quarter|4th quarter|final quarter|last quarter|closing quarter|quarter four": 36,
    }
)

NUMBERS = {
    word: number
    for number, word in enumerate(
        listed("""
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty
        """),
        start=1,
    )
} | {"a": 1, "an": 1, "another": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}

ORDINALS = {
    f"{n}{'th' if 10 < n < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}": n for n in range(1, 32)
}

Unit = Literal["day", "week", "weekend", "month", "quarter", "year"]
#: A counted unit and how many of it one is.
COUNTED: dict[str, tuple[Unit, int]] = {
    "day": ("day", 1),
    "days": ("day", 1),
    "days'": ("day", 1),
    "week": ("week", 1),
    "weeks": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "months": ("month", 1),
    "year": ("year", 1),
    "years": ("year", 1),
}
RUNNING: dict[str, Unit] = {
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}

#: Words that point from the day of saying: the same, the next or the last one.
DEIXIS = Phrasebook(
    {
        "this|this coming|the coming|coming": 0,
        "upcoming|the upcoming|this current|the current|this upcoming": 0,
        "next|the next": 1,
        "last|the last|this past|the past|past|previous|the previous": -1,
    }
)
#: A year told from the day of saying.
YEAR_DEIXIS = Phrasebook(
    {
        "this year|the year|this calendar year|the current year|this coming year": 0,
        "next year|the new year|the coming year|next calendar year|the year ahead": 1,
        "the year after next": 2,
        "last year|the previous year|the past year": -1,
    }
)
#: A year told from a date before it in the text.
YEAR_ANAPHORA = Phrasebook(
    {
        "that year|the same year|that same year": 0,
        "the following year|the year after|the year thereafter": 1,
    }
)

#: The end of the running unit.
CLOSES: Phrasebook[Unit] = Phrasebook(
    {
        "year's end|year end|the year's end|years end|end of year": "year",
        "the year is out|the year is over|the year ends|the year is through|the year closes": "year",
        "month's end|month end|the month's end|end of month": "month",
        "the month is out|the month is over|the month ends": "month",
        "the week is out|the week is over": "week",
    }
)
#: "the last Friday of September": which of them.
NTH = Phrasebook({"first|1st": 1, "second|2nd": 2, "third|3rd": 3, "fourth|4th": 4, "last|final": -1})

POINT_DAYS = Phrasebook(
    {
        "today|tonight|this evening|this afternoon|this morning|later today|midnight tonight": 0,
        "now in theaters|now in theatres|now in cinemas": 0,
        "now available|available now|now streaming|streaming now|out now|now playing|now out|now on": 0,
        "tomorrow|tomorrow night|tomorrow evening|tomorrow morning": 1,
        "day after tomorrow|the day after tomorrow": 2,
        "yesterday|last night": -1,
    }
)

#: Between two dates that bound a stretch or stand as alternatives.
JOIN = Phrasebook(
    {
        "or|, or|or perhaps|or maybe|or possibly|or even|or potentially|or probably|or more likely": "or",
        "or else|, else|else|, otherwise|otherwise|, possibly|, perhaps": "or",
        ", maybe|, if not|and / or|or at least|or at the latest": "or",
        "or as late as|or in|, or in|or perhaps in|or maybe in|or possibly in|or even in|or by": "or",
        "/|–|—|-|to|through|thru|into|up to|all the way to|and into|or into|rolling into": "to",
        "until|till|and|and in|and the": "between",
    }
)

#: What a date means by the words before it. `from` X/.., `by` ../X, `after` the unit after X,
#: `before` is `by`, or `from` where the clause is negated; `until` is `from` where it is negated.
BEFORE = Phrasebook(
    {
        "no earlier than|not earlier than|no sooner than|not sooner than|not any earlier than": "from",
        "as early as|as soon as|until at least|till at least|not until at least": "from",
        "at the earliest|at earliest|earliest|the earliest": "from",
        "at the soonest|not before": "from",
        "not until|not till": "till",
        "not prior to|at least|wait until|waiting until|wait till|hold until|hold out until": "from",
        "starting as early as|starting as soon as": "from",
        "by|by the|no later than|not later than|at the latest|at the latest by|latest by|as late as": "by",
        "up until|up to|on or before|in or before": "by",
        "before|ahead of|prior to|this side of": "before",
        "earlier than|sooner than|any earlier than|any sooner than": "before",
        "until|till|'til|til": "until",
        "after|beyond|past": "after",
        "later than": "later",
        "earlier|earlier in|as of|since|ever since|ago in|dating to|dating from|way back in": "past",
        "born|born on|born in|updated :|last updated|last updated :|updated on|published :|posted :": "none",
        "ago|for the week of|week ending|week ended|every|each|set in|copyright|©": "none",
        "week of|week beginning|week commencing|week starting": "week",
        "between now and|from now until|from now to|from now till": "rest",
    }
)
#: "the earliest it can open is June": a superlative some words before the date, and a verb between.
SUPERLATIVES = {"earliest": "from", "soonest": "from", "latest": "by"}
COPULAS = words("is be as in was remains looks seems appears would")
#: The same by the words after it.
AFTER = Phrasebook(
    {
        **{
            f"{verb} the {word}|{verb} the very {word}|{verb} the {word} possible": bound
            for verb in (
                "is",
                "would be",
                "will be",
                "looks like",
                "seems",
                "could be",
                "as",
                "being",
                "may be",
            )
            for word, bound in SUPERLATIVES.items()
        },
        "at the earliest|at the very earliest|at earliest|earliest|at the soonest|at best|or later": "from",
        "onwards|onward|or beyond|and beyond|or after|or afterwards|and later|if not later": "from",
        "at the latest|at the very latest|at latest|latest|or earlier|or sooner|or before": "by",
        "if not sooner|if not earlier|if not before": "by",
        "ago|or two|or three|or so ago": "none",
    }
)
#: Words that may stand between those and the date.
FILLERS = words(
    """
    the in on at of about around approximately roughly sometime some time maybe perhaps possibly
    probably likely circa ~ even say either during , some-time somewhere point near least very
    nearly
    """
)

#: After a bare season these make it a name.
NAMED_SEASONS = words("olympics olympic games soldier house storm storms break camp solstice breakers")
#: Before a bare year, month, season or weekday: it is a date.
LEADERS = words(
    """
    in on by before until till from for to during around about sometime since after through
    throughout over between starting beginning coming premieres premiere premiering returns return
    returning arrives arrive arriving debuts debut debuting launches launch airs air airing begins
    begin starts start drops drop lands hits expected due scheduled slated set or and as than
    circa is either available streaming this next release released pushed delayed moved postponed
    likely probably maybe perhaps possibly possible say not late early mid ahead miss misses skip
    skips skipping missing | : • – — eyeing eyes targeting targets target end within at opens
    opening open date window into runs running
    films filming shoots come mark marked eye whether
    """
)
#: After a bare year, month or season: it is the date of this thing.
FOLLOWERS = words(
    """
    release releases premiere premieres debut launch return date dates window slate start bow
    arrival rollout opening finale shoot drop airdate at or onwards onward is isn't seems looks
    sounds would could might remains feels
    """
)
#: After a year or a day these make it a count.
COUNT_NOUNS = words(
    """
    people episodes theaters theatres screens cinemas million billion thousand hours minutes percent
    % times words pages votes jobs homes points viewers fans films movies shows titles seasons years
    days weeks months p a am pm km miles dollars pounds euros
    """
)
#: Before a number these make it the number of something.
NUMBERED = words(
    """
    season seasons series episode episodes part parts volume vol chapter chapters book cour ep eps
    act phase number no top channel station # $ £ € + s e
    """
)

#: Verbs of what has happened: a date without a year right after them lies in the past.
PAST_VERBS = words(
    """
    announced said told revealed confirmed reported tweeted posted wrote premiered debuted aired
    began started wrapped ended finished concluded renewed cancelled canceled ordered happened
    dropped landed arrived opened launched stated added explained noted shared unveiled broke
    published updated finalised finalized filmed shot bowed was were had came went returned
    """
)

NEGATIONS = words(
    """
    not no never cannot won't isn't doesn't didn't don't can't couldn't wouldn't shouldn't aren't
    wasn't hasn't haven't unlikely nor without hardly neither ain't nothing nobody doubt doubtful
    impossible won’t rather
    """
)
#: A negation does not reach across these.
CLAUSE_BREAKS = words(
    """
    . ; : ! ? but though although however yet while whereas because instead
    """
)
#: Between a negation and "in 2025" only these may stand for the year to be ruled out.
NEGATED_VERBS = {MASKED} | words(
    """
    be being come coming arrive arriving premiere premiering air airing return returning release
    releasing released debut debuting happen happening launch launching drop dropping land landing
    hit hitting get getting out ready here back see seeing seen it the a an any expected scheduled
    set to in on at during for going until new episodes season series show film anytime sometime
    likely actually now finished made make making aired available streaming start starting begin
    beginning this our screens your us we you theaters cinemas of all time some point
    expect expecting anticipate look hope count bet wait
    sequel prequel movie premiere renewal follow up spinoff finale another more anything them return
    """
)
#: After a date these rule it out.
RULED_OUT = Phrasebook(
    {
        "is not happening|isn't happening|will not happen": None,
        "won't happen|is off the table|is ruled out|is out": None,
        "is no longer realistic|is no longer possible": None,
        "is no longer on the cards|is out of the question": None,
        "is impossible|is not possible|isn't possible|is not going to happen|isn't going to happen": None,
        "has been ruled out|is not in the cards": None,
        "isn't in the cards|is not on the cards|is not realistic": None,
        "isn't realistic|looks impossible": None,
    }
)
#: Before a date these rule it out.
RULES_OUT = words(
    """
    miss misses missing missed skip skips skipping skipped sitting
    """
)
#: "delayed from June to August": only the second date holds.
MOVES_IT = words("moved moves pushed pushes delayed delays shifted shifts postponed postpones bumped bumps")
MOVED_REACH = 5  # words; "moved the drama's second season from …"
MOVED = words(
    """
    moved delayed pushed shifted postponed bumped slipped changed rescheduled back up forward moves
    shifts shifting bumps slides slid swaps switched
    moving delay delays postpone postpones put held deferred shelved pushes slips
    """
)

#: Words of which every date phrase without digits holds one; texts with none are not looked at.
TRIGGERS = words(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec spring summer summertime autumn fall winter
    monday tuesday wednesday thursday friday saturday sunday
    mon tue tues wed thu thur thurs fri sat sun
    today tonight tomorrow yesterday evening afternoon morning night now
    day days week weeks weekend fortnight month months year years quarter q1 q2 q3 q4 1q 2q 3q 4q h1 h2
    easter juneteenth halloween hallowe'en thanksgiving christmas christmastime xmas hogmanay mayo
    holiday holidays festive valentine's fourth
    """
)
