"""Numbers in the text with their qualifier, value, low and high.

Covers: digits with separators and decimals, scale words ("3.7 million", "3 crore"), number words (text2num), ranges
("between 10 and 15", "20-25", "$2 million to $5 million"), vague words ("dozens", "tens of thousands", "hundreds upon
hundreds"), qualifiers in front ("at least", "nearly")
and behind ("or more"), money ("$100 million", "1.6 billion euros", "USD 5 million"), ordinals before a count ("16th
military death"), percentages, fractions ("two-thirds of the houses": without a value).
Does not cover: numbers that are no figure: dates, times, ages, scores, names ("M5", "Group of 7"); see
`code.figures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from text_to_num import text2num

from seeds.loading import Seeds, items

if TYPE_CHECKING:
    from collections.abc import Iterator

QUANTITIES = pl.Schema(
    {
        "doc": pl.UInt32,
        "sent": pl.UInt32,
        "start_char": pl.Int64,  # with the qualifier
        "end_char": pl.Int64,
        "number_start": pl.Int64,  # the number alone
        "number_end": pl.Int64,
        "text": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "qualifier": pl.String,
        "currency": pl.String,  # unit name of money, "US dollar"
        "form": pl.String,  # cardinal, ordinal, percent, money, vague, fraction (no value)
    }
)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "mn": 1e6,
    "bn": 1e9,
    "m": 1e6,
    "k": 1e3,
}
_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD = "(?:" + "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True)) + ")"
_WORDS = rf"{_WORD}(?:[- ](?:{_WORD}|(?:hundred|thousand|million|billion)(?: and(?= {_WORD}))?))*"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = (
    r"(?:[ -](?:hundred thousand|lakh crore|hundred|thousand|million|billion|trillion|lakh|crore)|"
    r"(?<=\d) ?(?:mn|bn)\b|(?<=\d)[mk](?=\b))"
)
_NUMBER = rf"(?:(?:{_DIGITS}){_SCALE}?|(?:half )?(?:a|an) (?:hundred|thousand|million|billion|dozen)\b|{_WORDS})"
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
# "half a million" is a number, "the second half of the year" no part of what is counted
_WHOLE = r"(?:the|them|whom|which|those|these|all|its|their|his|her|our|\w+['’]s)\b"
_FRACTION = (
    rf"(?:half(?= (?:of )?{_WHOLE})|"
    r"(?:a|one|two|three|four|nine)[- ](?:third|quarter|fifth|tenth)s?"
    rf"(?= of {_WHOLE}))"
)
_ORDINALS = {
    w: i
    for i, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=1
    )
}
# "has handed over 18 tanks" is no more than 18
_GIVEN_OVER = re.compile(r"\b(?:hand|turn|sign)(?:s|ed|ing)? $", re.IGNORECASE)
# "nine in 10", "one out of every three"
_OUT_OF = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine) (?:in|out of)(?: every)? $", re.IGNORECASE
)
# "rose from 12 to 19" tells two numbers, no range
_CHANGED = re.compile(
    r"\b(?:r[io]s(?:e|en|ing)|climb|gr[eo]w|increas|jump|soar|swell|surg|mount|f[ae]ll|drop|declin|decreas|shr[aiu]nk|up\b|"
    r"down\b)\w*(?: [\w,]+){0,6} from $",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"^ or (more|so|fewer|less)\b")

_QUICK = (  # in lower case; an ASCII boundary is quicker
    r"\d|half|third|quarter|dozen|score|hundred|thousand|million|billion|several|few|"
    r"couple|(?-u:\b)(?:"
    + "|".join([*_UNITS, *_TENS])
    + r")|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)


@dataclass(frozen=True)
class Numbers:
    """What the seeds know about numbers, compiled once a run."""

    pattern: re.Pattern[str]
    bare: re.Pattern[str]  # the same for what begins with a digit: no words before it to try
    begin: list[str]  # what a match begins with, in lower case
    qualifiers: dict[str, str]
    vague: dict[str, tuple[float, float | None, float | None]]
    currencies: dict[str, str]

    @property
    def units_of_money(self) -> list[str]:
        """The last words of names of currencies ("dollar", "euro")."""
        return sorted({name.split(" ")[-1] for name in self.currencies if name[-1].isalpha() and len(name) > 3})


def numbers(seeds: Seeds) -> Numbers:
    """Compile qualifiers, vague words and currencies."""
    before = seeds.table("measures/qualifiers.csv").filter(pl.col("position") == "before")
    qualifiers = {str(p).lower(): str(q) for p, q in before.select("phrase", "qualifier").iter_rows()}
    vague = {
        str(w).lower(): (float(v), float(lo) if lo else None, float(hi) if hi else None)
        for w, v, lo, hi in seeds.table("measures/vague.csv").select("word", "value", "low", "high").iter_rows()
        if v
    }
    money = seeds.table("measures/currencies.csv").select(
        pl.coalesce("unit", "names"), alias=pl.concat_list(items("symbols"), items("names"))
    )
    currencies: dict[str, str] = {}
    for unit, aliases in money.iter_rows():
        for alias in aliases:
            currencies.setdefault(alias.lower(), unit)

    def either(words: list[str]) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    codes = sorted(a for aliases in money["alias"] for a in aliases if a.isupper() and len(a) == 3 and a.isalpha())
    # in capitals only, and never "ALL 20" or "TOP 10"; "Rs 3 crore", "USD 5 million": they stand in front, too
    code = "(?-i:" + "|".join(c for c in codes if c not in ("ALL", "TOP")) + ")"
    symbols = either([*(a for a in currencies if not a[-1].isalpha()), "rs"]) + "|" + code
    names = either([a for a in currencies if a[-1].isalpha() and a.upper() not in codes]) + "|" + code
    marks = [*(a.lower() for a in currencies if not a[-1].isalpha()), "rs", *(c.lower() for c in codes)]
    articles = [f"{a} {scale}" for a in ("a", "an") for scale in ("hundred", "thousand", "million", "billion", "dozen")]
    spelt = [
        *qualifiers,
        *vague,
        *_UNITS,
        *_TENS,
        *_ORDINALS,
        *marks,
        *articles,
        "half",
        *(f"a{joint}{part}" for part in ("third", "quarter", "fifth", "tenth") for joint in (" ", "-")),
    ]
    begin = sorted({*(word.lower() for word in spelt), *"0123456789"})
    pattern = _pattern(either(list(qualifiers)), symbols, either(list(vague)), names)
    bare = _pattern("(?!)", "(?!)", "(?!)", names)
    return Numbers(pattern, bare, begin, qualifiers, vague, currencies)


def _pattern(qualifiers: str, symbols: str, vague: str, names: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,-])(?:(?P<qualifier>{qualifiers}) )?"
        rf"(?:(?P<symbol>{symbols}) ?)?"
        rf"(?:(?P<fraction>{_FRACTION})|(?P<vague>{vague})(?: (?:upon|and|on) (?P=vague))?|(?P<ordinal>{_ORDINAL})|"
        rf"(?P<one>{_NUMBER})(?:(?P<to> ?(?:-|–|to|and|or) ?)(?P<two>(?(symbol)(?:(?:{symbols}) ?)?){_NUMBER}))?)"
        rf"(?P<percent> ?%| ?per ?cent(?:age points?)?\b| percent\b)?"
        # "three-way", "17-year-old" qualify a noun, they count nothing; "23-04-2016" is a date
        rf"(?:[ -](?P<money>(?:{names})s?)\b)?(?![\w]|-[a-z\d]|/\d)",
        re.IGNORECASE,
    )


def find_quantities(sentences: pl.DataFrame, known: Numbers) -> pl.DataFrame:
    """Number phrases, schema QUANTITIES. `sentences`: doc, sent, start_char, text."""
    rows = []
    begin = pl.col("text").str.find_many(known.begin, ascii_case_insensitive=True, overlapping=True)
    likely = sentences.filter(pl.col("text").str.to_lowercase().str.contains(_QUICK))
    likely = likely.select("doc", "sent", "start_char", "text", begin=begin).filter(pl.col("begin").list.len() > 0)
    for doc, sent, start, text, places in likely.iter_rows():
        for match in _matches(known, text, places):
            points = (match["percent"] or "").lower().strip().endswith(("point", "points"))
            if points or _OUT_OF.search(text[: match.start()]) or _converted(match, text):
                continue
            rows += [
                (
                    doc,
                    sent,
                    start + row[0],
                    start + row[1],
                    start + row[2],
                    start + row[3],
                    text[row[0] : row[1]],
                    *row[4:],
                )
                for row in _read(match, text, known)
            ]
    return pl.DataFrame(rows, schema=QUANTITIES, orient="row")


def _matches(known: Numbers, text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives, tried at `places` (bytes) alone: a search that looks at every letter takes far longer."""
    if not text.isascii():
        spelt = text.encode()
        places = [len(spelt[:place].decode()) for place in places]
    end = 0
    for place in sorted(set(places)):
        if place < end:
            continue
        match = (known.bare if text[place].isdigit() else known.pattern).match(text, place)
        if match:
            yield match
            end = match.end()


def _converted(match: re.Match[str], text: str) -> bool:
    """Whether a sum only tells the one before it in another currency: "$200bn (£153bn)"."""
    spoken = match["symbol"] or match["money"]
    return bool(spoken and text[: match.start()].endswith("(") and re.search(r"\d[^(]{0,25}\($", text[: match.start()]))


def _read(match: re.Match[str], text: str, known: Numbers) -> list[tuple]:  # type: ignore[type-arg]  # a row of QUANTITIES
    begin, end = match.span()
    number_start = min(match.start(g) for g in ("symbol", "fraction", "vague", "ordinal", "one") if match.start(g) >= 0)
    word = (match["qualifier"] or "").lower()
    qualifier = known.qualifiers.get(word, "exact")
    if word == "over" and _GIVEN_OVER.search(text[:begin]):
        begin, qualifier = number_start, "exact"
    spoken = (match["symbol"] or match["money"] or "").lower()
    unit = known.currencies.get(spoken) or known.currencies.get(spoken.removesuffix("s"))
    form = "money" if unit else "percent" if match["percent"] else "cardinal"
    if match["fraction"]:
        said = qualifier if qualifier not in ("exact", "range") else "vague"
        return [(begin, end, number_start, end, None, None, None, said, None, "fraction")]
    if match["vague"]:
        value, low, high = known.vague[match["vague"].lower()]
        form = "money" if unit else "vague"
        if low == high:  # "a dozen" says 12
            low, high = _bounds(value, qualifier)
            return [(begin, end, number_start, end, value, low, high, qualifier, unit, form)]
        return [(begin, end, number_start, end, value, low, high, "vague", unit, form)]
    if match["ordinal"]:
        digits = re.match(r"\d+", match["ordinal"])
        nth = float(digits.group()) if digits else float(_ORDINALS[match["ordinal"].lower()])
        return [(begin, end, number_start, end, nth, nth, nth, "exact", None, "ordinal")]
    one = _value(match["one"])
    if one is None:
        return []
    if match["two"]:
        return _range(match, text, one, unit, form, qualifier, number_start)
    if qualifier == "range":  # "from 14 countries" is no range
        begin, qualifier = number_start, "exact"
    behind = _BEHIND.match(text[end:])
    if behind:
        qualifier = {"more": "at_least", "so": "about"}.get(behind[1], "at_most")
        end += behind.end()
    return [(begin, end, number_start, match.end(), one, *_bounds(one, qualifier), qualifier, unit, form)]


def _range(
    match: re.Match[str], text: str, one: float, unit: str | None, form: str, qualifier: str, number_start: int
) -> list[tuple]:  # type: ignore[type-arg]  # rows of QUANTITIES
    two = _value(re.sub(r"^[^\d]+(?=\d)", "", match["two"]))  # without the sign of money
    joiner = match["to"].strip()
    scale = re.search(_SCALE + "$", match["two"])
    if two is not None and scale and one < 1000 and not re.search(_SCALE + "$", match["one"]):
        one *= _SCALES.get(scale.group().strip(" -").lower(), 1e5)
    between = re.search(r"between (?:\w+ )?$", text[:number_start], re.IGNORECASE)
    changed = joiner == "to" and _CHANGED.search(text[:number_start])
    if two is None or two <= one or (joiner == "and" and not between) or changed:
        # "two and three": not a range but two numbers, of which the first is read here; the second has its own noun
        end = match.end("one")
        begin = number_start if qualifier == "range" else match.start()
        qualifier = "exact" if qualifier == "range" else qualifier
        rows = [(begin, end, number_start, end, one, *_bounds(one, qualifier), qualifier, unit, form)]
        if two is not None:
            rows.append(
                (match.start("two"), match.end(), match.start("two"), match.end(), two, two, two, "exact", unit, form)
            )
        return rows
    return [(match.start(), match.end(), number_start, match.end(), (one + two) / 2, one, two, "range", unit, form)]


def _value(words: str) -> float | None:
    text = words.lower().strip()
    simple = re.fullmatch(r"(half )?(?:a|an) (hundred|thousand|million|billion|dozen)", text)
    if simple:
        base = 12.0 if simple[2] == "dozen" else _SCALES[simple[2]]
        return base / 2 if simple[1] else base
    match = re.match(rf"({_DIGITS})(.*)$", text)
    if match:
        value = float(match[1].replace(",", ""))
        for scale in match[2].replace("-", " ").split():
            value *= _SCALES[scale]
        return round(value, 6)
    try:
        return float(text2num(text.replace("-", " ").replace(" and ", " "), "en"))
    except ValueError:
        return None


def _bounds(value: float, qualifier: str) -> tuple[float | None, float | None]:
    """Low and high by the coding guide: an open end is NULL."""
    return {
        "exact": (value, value), "at_least": (value, None), "more_than": (value, None), "at_most": (None, value),
        "less_than": (None, value), "nearly": (None, value),
    }.get(qualifier, (None, None))  # fmt: skip
