"""When something was said: a statement has the day on which its speaker is said to have spoken.

Covers: verbal acts (a demand, a denial, a promise) without a time of their own whose speaker's words are dated
elsewhere in the article ("The minister said on Friday ...", "made the remark on Friday"): the nearest before, else the
first after; what another voice of the same state says in the sentences right behind; what the speaker announces in the
dated statement itself ("said on Monday that Kenya would oppose the plan"); answers to what was said on the day of
publication in the sentences before ("denied the claim").
Does not cover: what was said before then ("had criticized"), nouns ("his threats"); meetings, what "has been" said and
the present tense only close by; asides ("who opposes the plan").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.when import WHEN, Clauses, find_when
from transforms.frames import first_by, look_up, pick
from transforms.link.compose import actor_key

if TYPE_CHECKING:
    from transforms.knowledge import Knowledge

_VERBAL = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "CONSULT")
_GIVEN = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "CONCEDE")  # nouns that somebody said this with
_SOONER = tuple("earlier previously initially originally once often repeatedly long recently already lately".split())
_REMARKS = tuple("remark statement comment announcement speech claim pledge promise appeal call decision".split())
_STATE = ("GOV", "MIL", "LEG")
_REPLIED = tuple("claim accusation allegation charge report demand call appeal offer remark statement comment".split())
_REPLY = 5  # rank of what is known only from what it answers
_NEAR = 1  # sentences between a statement and what dates it, where only close by will do
_QUOTED = 2  # the same for the present tense, as in a quotation
_ANSWERED = 4  # the same for what an answer answers
_STATE_NEAR = 2
_DAY = ("date_start", "date_end", "date_precision", "date_text")


def date_statements(
    when: pl.DataFrame, triggers: pl.DataFrame, status: pl.DataFrame, participants: pl.DataFrame, dates: pl.DataFrame,
    date_paths: pl.DataFrame, tokens: pl.DataFrame, related: pl.DataFrame, mentions: pl.DataFrame, known: Knowledge,
    sentences: pl.DataFrame, clauses: Clauses, stands_for: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Fill WHEN of verbal acts. The frames are those that the pipeline makes; `sentences`: sent, published_on."""
    keys = _voices(mentions)
    kinds = known.types.filter(pl.col("event_type").is_in(_VERBAL)).select("event_type")
    # a noun ("his threats", "the probe") names what may be long past or going on
    spoken_of = ~pl.col("is_noun") & (pl.col("event_mode") != "investigate").fill_null(value=True)
    acts = triggers.filter(spoken_of).join(kinds, on="event_type", how="semi")
    acts = acts.join(status.select("t", "status"), on="t").join(_asides(tokens), on="t", how="anti")
    says = pl.concat(
        [
            pick(tokens, pl.col("lemma").is_in(known.saying) & (pl.col("pos") == "VERB"), "t"),
            _remarks(tokens),
        ]
    )
    actual = acts.filter(pl.col("status") == "actual").select("t")
    # what dates another act dates no statement, so all triggers are asked
    words = pl.concat([says, triggers.select("t")]).unique().sort("t")
    body = tokens.select("sent").unique().with_columns(kind=pl.lit("body"))
    dated = find_when(
        words.with_columns(status=pl.lit("actual")),
        ancestors(words["t"], tokens),
        dates,
        date_paths,
        tokens,
        body,
        [],
        clauses,
    )
    one_day = (pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))
    speakers = (
        related.filter(pl.col("role") == "subj")
        .join(stands_for.select("word", "m"), left_on="arg", right_on="word")
        .select("m", d="pred")
    )
    # "his concession on Monday"
    nouns = triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(_GIVEN)).select("t")
    nouns = nouns.join(status.filter(pl.col("status") == "actual"), on="t", how="semi")
    givers = participants.filter(pl.col("role") == "actor").join(nouns, on="t", how="semi").select("m", d="t")
    speakers = pl.concat([speakers, givers]).unique()
    speech = (
        dated.filter(one_day)
        .join(pl.concat([says, actual, nouns]), on="t", how="semi")
        .select(d="t", *[pl.col(c).alias(f"new_{c}") for c in _DAY])  # noqa: B026 - reads in the order of the columns
        .join(speakers, on="d")
        .join(keys, on="m")
        .pipe(look_up, "d", tokens, d_sent="sent")
        .join(sentences.select("published_on", d_sent="sent"), on="d_sent")
        .filter(pl.col("published_on").is_null() | (pl.col("new_date_start") <= pl.col("published_on")))
        .with_columns(is_today=(pl.col("new_date_start") == pl.col("published_on")).fill_null(value=False))
        .drop("m", "published_on")
    )
    bare = when.filter(pl.col("date_start").is_null() & pl.col("date_text").is_null()).select("t")
    spoken = (
        participants.filter(pl.col("role") == "actor")
        .join(keys, on="m")
        .join(acts.select("t", "event_type", "status"), on="t")
        .join(bare, on="t", how="semi")
        .pipe(look_up, "t", tokens, sent="sent")
        .join(_tense(tokens), on="t", how="left")
        .with_columns(pl.col("tense").fill_null(""))
        .select("t", "doc", "voice", "state", "event_type", "status", "sent", "tense")
    )
    found = pl.concat([_matches(spoken, speech, tokens), _replies(spoken, speech, tokens)])
    chosen = first_by(found, ["t"], "rank", "distance", "d")
    joined = when.join(
        chosen.select("t", "rank", *[f"new_{c}" for c in _DAY]), on="t", how="left", maintain_order="left"
    )
    hit = pl.col("rank").is_not_null()
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _DAY],
        date_rule=pl.when(pl.col("rank") == _REPLY)
        .then(pl.lit("reply to a statement of the day of publication"))
        .when(hit)
        .then(pl.lit("day of the speaker's other statement"))
        .otherwise("date_rule"),
    ).select(WHEN.names())


def _voices(mentions: pl.DataFrame) -> pl.DataFrame:
    """Whose voice a mention is (`voice`), and which state's if it is one's (`state`): m, doc, voice, state."""
    voice = actor_key()
    return mentions.select("m", "doc", voice=voice, state=pl.when(pl.col("sector").is_in(_STATE)).then("country"))


def _matches(spoken: pl.DataFrame, speech: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Statements with the dated words that may date them, best rank first."""
    exact = spoken.join(speech.drop("state"), on=["doc", "voice"])
    state = spoken.drop_nulls("state").join(speech.drop("voice").drop_nulls("state"), on=["doc", "state"])
    distance = (pl.col("sent").cast(pl.Int64) - pl.col("d_sent").cast(pl.Int64)).alias("distance")
    exact, state = exact.with_columns(distance), state.with_columns(distance)
    actual = pl.col("status") == "actual"
    reach = pl.when(pl.col("event_type") == "CONSULT").then(_NEAR).when(pl.col("tense") == "lasting").then(_QUOTED)
    own = exact.filter(
        actual & (pl.col("tense") != "before") & (reach.is_null() | (pl.col("distance").abs() <= reach))
    ).with_columns(rank=pl.when(pl.col("d") < pl.col("t")).then(0).otherwise(1))
    # behind the speaker's later words the first counts, before them the nearest
    own = own.with_columns(
        distance=pl.when(pl.col("rank") == 0)
        .then(pl.col("t").cast(pl.Int64) - pl.col("d").cast(pl.Int64))
        .otherwise(pl.col("d").cast(pl.Int64))
    )
    fellow = state.filter(
        actual
        & (pl.col("tense") != "before")
        & (pl.col("event_type") != "CONSULT")
        & pl.col("distance").is_between(pl.when(pl.col("tense") == "lasting").then(-1).otherwise(1), _STATE_NEAR)
    ).with_columns(rank=pl.lit(2))
    below = pick(tokens, pl.col("dep") == "ccomp", "t", d="head")
    announced = (
        pl.concat([exact.drop("state"), state.drop("voice")], how="diagonal")
        .filter(~actual)
        .join(below, on=["t", "d"], how="semi")
        .with_columns(rank=pl.lit(0))
    )
    columns = ["t", "d", "rank", "distance", *[f"new_{c}" for c in _DAY]]
    return pl.concat([frame.select(columns).cast({"rank": pl.Int64}) for frame in (own, fellow, announced)])


def _replies(spoken: pl.DataFrame, speech: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Answers to what was said on the day of publication in the sentences before ("denied the claim"), as matches."""
    the = pick(tokens, (pl.col("dep") == "det") & pl.col("lower").is_in(("the", "that", "this", "those")), t="head")
    nouns = tokens.filter(pl.col("lemma").is_in(_REPLIED) & (pl.col("dep") == "dobj")).join(the, on="t", how="semi")
    answers = spoken.join(nouns.select(t="head").unique(), on="t", how="semi").filter(pl.col("status") == "actual")
    answers = answers.filter(pl.col("tense") == "")
    said = speech.select("doc", "d", "d_sent", "is_today", *[f"new_{c}" for c in _DAY])
    pairs = answers.select("t", "doc", "sent").join(said, on="doc").filter(pl.col("d") < pl.col("t"))
    distance = pl.col("sent").cast(pl.Int64) - pl.col("d_sent").cast(pl.Int64)
    near = pairs.with_columns(distance=distance, rank=pl.lit(_REPLY, dtype=pl.Int64)).filter(
        pl.col("distance") <= _ANSWERED
    )
    last = first_by(near, ["t"], "d", descending=True).filter("is_today")
    return last.select("t", "d", "rank", "distance", *[f"new_{c}" for c in _DAY])


def _tense(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs that tell of earlier ("had said", "initially said") or of no one day ("has said", "supports"): t, tense.

    A participle has the tense of the verb it hangs on ("has shelved it, vowing ...").
    """
    auxiliary = tokens.filter(pl.col("dep") == "aux")
    had = auxiliary.filter(pl.col("lower").is_in(("had", "'d", "’d"))).select(t="head")
    sooner = pick(tokens, (pl.col("dep") == "advmod") & pl.col("lower").is_in(_SOONER), t="head")
    before = pl.concat([had, sooner]).with_columns(tense=pl.lit("before"))
    lasting = auxiliary.filter(pl.col("lower").is_in(("has", "have", "is", "are", "'s", "’s", "'re", "’re")))
    lasting = lasting.select(t="head", tense=pl.lit("lasting"))
    present = pick(tokens, pl.col("tag").is_in(("VBZ", "VBP", "VB")), "t", tense=pl.lit("lasting"))
    own = pl.concat([before, lasting, present])
    beside = pick(tokens, (pl.col("tag") == "VBG") & (pl.col("dep") == "advcl"), below="t", t="head")
    through = beside.join(own, on="t").select("tense", t="below").select("t", "tense")
    return first_by(pl.concat([own, through]), ["t"], "tense")


def _asides(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words that tell of no day of speaking: clauses behind "who", "which" or "where", adjectives beside a name."""
    clauses = pick(tokens, (pl.col("dep") == "relcl") & (pl.col("pos") != "NOUN"), "t")
    described = tokens.filter((pl.col("pos") == "ADJ") & pl.col("dep").is_in(("acomp", "amod")))
    beside = described.join(clauses, left_on="head", right_on="t", how="semi").select("t")
    return pl.concat([clauses, beside]).unique()


def _remarks(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs that say with a noun ("made the remark", "issued a statement"): t."""
    nouns = pick(tokens, pl.col("lemma").is_in(_REMARKS) & (pl.col("dep") == "dobj"), t="head")
    verbs = tokens.filter(pl.col("lemma").is_in(("make", "issue", "give", "deliver", "release")))
    return nouns.join(verbs.select("t"), on="t", how="semi").unique()
