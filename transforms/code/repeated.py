"""One figure told more than once in an article.

The first telling stands for all, be it in the headline; but a headline leaves out bounds and what it counts ("Blast
kills 30"), and the first telling of the body that has these stands for it. Two tellings are one figure where measure
and value are the same and nothing sets them apart: claimants with names of their own ("the ministry says 27, the Red
Cross 27" are two figures), days, towns, bounds ("over 70", "about 70"), or, of small numbers, what is counted ("three
soldiers", "three children"); what is printed again word for word is always one.
Covers: "Blast kills 30" and "At least 30 people were killed ..., police said", "30 died" further down.
Does not cover: figures that were corrected, one figure in two units ("a dozen", "10 to 15").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

_MANY = 13  # from here on the same number is hardly told of two things
_SHORT = 25  # tokens of a headline
_BEGINNING = 20  # letters by which a title is known again
_AGAIN = 2  # sentences behind a headline that may begin with it again
_BY_NOUN = ("other", "present", "strikes", "deployed", "participants", "attacked")  # measures of many kinds of things
_READS = tuple("f doc sent start_char measure value low high qualifier unit subject land town day words".split())
# who is none of those that fight: a number of these is not one of soldiers or rebels
_UNARMED = tuple(
    "civilian child woman girl boy baby journalist doctor nurse worker farmer student teacher pupil villager resident "
    "passenger patient tourist protester demonstrator migrant refugee".split()
)
_ROUNDS = 3  # a telling of a telling of a telling
#: So many letters from a number on nobody writes twice by chance.
WORD_FOR_WORD = 60


def headlines(sentences: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Where headlines stand, also one that the next sentences begin with again: doc, from_char, to_char.

    `sentences`: sent, doc, kind, start_char, end_char, text.
    """
    size = tokens.group_by("sent").agg(size=pl.len())
    placed = sentences.join(size, on="sent").with_columns(nth=pl.col("sent") - pl.col("sent").min().over("doc"))
    # printed twice in a row: "Two killed in Goma 4 May 2016 Two killed in Goma"
    begins = pl.col("text").str.slice(0, _BEGINNING)
    twice = pl.col("text").str.slice(_BEGINNING).str.contains(begins, literal=True)
    twice &= (pl.col("size") <= 2 * _SHORT) & (begins.str.len_chars() == _BEGINNING)
    short = (pl.col("kind") == "headline") | (pl.col("size") <= _SHORT)
    title = placed.filter((pl.col("nth") == 0) & (short | twice))
    told = title.select("doc", title=pl.col("text").str.strip_chars(" .\n"))
    again = placed.filter(pl.col("nth").is_between(1, _AGAIN)).join(told, on="doc")
    parts = pl.col("text").str.split_exact(pl.col("title"), 1)
    again = again.with_columns(
        before=parts.struct.field("field_0").str.len_chars(), behind=parts.struct.field("field_1")
    ).filter(pl.col("behind").is_not_null() & (pl.col("title").str.len_chars() > 0))
    from_char = pl.col("start_char") + pl.col("before")
    return pl.concat(
        [
            title.select("doc", from_char="start_char", to_char="end_char"),
            again.select("doc", from_char=from_char, to_char=from_char + pl.col("title").str.len_chars()),
        ],
        how="vertical_relaxed",
    )


def told_once(figures: pl.DataFrame, claimants: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """Which figures only tell another one again: f, by.

    `figures`: f, doc, sent, start_char, measure, value, low, high, qualifier, unit, subject (NULL of a lone number),
    land (the country of its place), town (NULL where none or only a country), day, words (WORD_FOR_WORD letters of the
    text from the number on).
    `claimants`: f, name. `titles`: `headlines`.
    """
    by = claimants.filter(pl.col("name").str.contains(r"^\p{Lu}")).group_by("f").agg(by=pl.col("name").unique())
    places = figures.select("f", "doc", "start_char").join(titles, on="doc")
    titled = places.filter(pl.col("start_char").is_between("from_char", "to_char"))
    titled = titled.select("f", is_title=pl.lit(value=True)).unique()
    told = (
        figures.select(_READS)
        .join(by, on="f", how="left")
        .join(titled, on="f", how="left")
        .with_columns(pl.col("is_title").fill_null(value=False))
    )
    pairs = told.join(told, on=["doc", "measure", "value"], suffix="_first").filter(pl.col("f") != pl.col("f_first"))
    same = _by_their_title(pairs.filter(_is_one()))
    again = same.filter(pl.col("start_char") > pl.col("start_char_first")).select(
        "f", by="f_first", at="start_char_first"
    )
    left_out = (pl.col("qualifier") == "exact") & (pl.col("qualifier_first") != "exact")
    left_out |= pl.col("subject").is_null() & pl.col("subject_first").is_not_null()
    filled = same.filter(left_out & pl.col("is_title") & ~pl.col("is_title_first"))
    filled = first_by(filled, ["f"], "start_char_first").select("f", by="f_first", at="start_char_first")
    # the body's telling stands, and its further ones are told again after that one
    again = again.join(filled.select(f="by"), on="f", how="anti")
    return _standing(first_by(pl.concat([filled, again]), ["f"], "at").select("f", "by"))


def _is_one() -> pl.Expr:
    """Whether two tellings of one number and measure are one figure.

    Columns of `_READS`, those of the other telling with `_first`.
    """
    many = pl.col("value") >= _MANY
    alike = (pl.col("unit") == pl.col("unit_first")).fill_null(value=False)
    person = ((pl.col("unit") == "person") | (pl.col("unit_first") == "person")).fill_null(value=False)
    unarmed = pl.col("unit").is_in(_UNARMED) == pl.col("unit_first").is_in(_UNARMED)
    alike |= ~pl.col("measure").is_in(_BY_NOUN) & ((many & unarmed.fill_null(value=True)) | person)
    voices = pl.col("by").is_null() | pl.col("by_first").is_null()
    voices |= pl.col("by").list.set_intersection("by_first").list.len().fill_null(0) > 0
    where, when, lands = (
        (pl.col(column) == pl.col(f"{column}_first")).fill_null(value=True) for column in ("town", "day", "land")
    )
    # a title may name the province, and have the day of its print behind it
    by_title = pl.col("is_title") | pl.col("is_title_first")
    where, when = where | by_title, when | by_title
    bounds = (pl.col("qualifier") == "exact") | (pl.col("qualifier_first") == "exact")
    bounds |= pl.col("low").eq_missing(pl.col("low_first")) & pl.col("high").eq_missing(pl.col("high_first"))
    apart = (pl.col("sent") == pl.col("sent_first")) & ~many
    printed = (pl.col("words") == pl.col("words_first")) & (pl.col("words").str.len_chars() == WORD_FOR_WORD)
    return printed | (alike & voices & bounds & where & when & lands & ~apart)


def _by_their_title(same: pl.DataFrame) -> pl.DataFrame:
    """Pairs without those of a title and a telling that is another figure than the title's first one in the body.

    "Flood kills 5" over "Five died in Lima" and "five were killed in Cusco in January" tells of Lima.
    """
    of_title = same.filter(pl.col("is_title_first") & ~pl.col("is_title")).select("f", "start_char", title="f_first")
    nearest = first_by(of_title, ["title"], "start_char").select("title", nearest="f")
    others = of_title.join(nearest, on="title").filter(pl.col("f") != pl.col("nearest"))
    others = others.join(same.select("f", nearest="f_first"), on=["f", "nearest"], how="anti")
    both = pl.concat([others.select("f", f_first="title"), others.select(f="title", f_first="f")])
    return same.join(both, on=["f", "f_first"], how="anti")


def _standing(again: pl.DataFrame) -> pl.DataFrame:
    """f, by: with the telling that stands in the end, where that which is told again is itself told again."""
    for _ in range(_ROUNDS):
        further = again.select(by="f", stands="by")
        again = again.join(further, on="by", how="left").select("f", by=pl.coalesce("stands", "by"))
    return again
