"""Which office a counterpart holds: that of whoever has the counterpart.

Covers: "French Foreign Minister Le Drian met his Italian counterpart": the Italian foreign minister; the office is told
by the title of the person named last before, else by the term they serve on the day. Of a president or prime minister
the counterpart is whoever governs. Whose title is no office of the seeds ("vice foreign minister", "chief
negotiator"), their counterpart is somebody unnamed.
Does not cover: counterparts of bodies ("the ministry and its counterpart"), of several persons.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by
from transforms.mentions.spans import fold

_GOVERNING = ("head_of_state", "head_of_government", "monarch")
_BACK = 1  # sentences
_MINOR = r"\b(?:vice|deputy|assistant|under|junior)\b"
_NOT_TITLED = ("leader", "counterpart", "politician", "official", "spokesman", "spokeswoman", "spokesperson")


def of_counterparts(
    mentions: pl.DataFrame, published: pl.DataFrame, titles: pl.DataFrame, terms: pl.DataFrame
) -> pl.DataFrame:
    """Counterparts of those who do not govern: m, office (NULL: none), of_sector.

    `mentions`: MENTIONS. `published`: doc, published_on. `titles`, `terms`: as in OfficeIndex.
    """
    asked = mentions.filter(pl.col("noun") == "counterpart").select("m", "doc", at="first", in_sent="sent")
    people = mentions.filter((pl.col("kind") == "person") & (pl.col("noun").ne_missing("counterpart")))
    people = people.filter(pl.col("noun").is_not_null() | pl.col("is_resolved"))
    people = people.select("doc", "sent", "first", "name", "country", of_sector="sector", phrase=fold(pl.col("noun")))
    near = asked.join(people, on="doc").filter(
        (pl.col("first") < pl.col("at")) & (pl.col("sent") + _BACK >= pl.col("in_sent"))
    )
    owners = first_by(near, ["m"], "first", descending=True).join(published, on="doc", how="left")
    titled = owners.join(titles, left_on="phrase", right_on="noun")
    titled = titled.filter(pl.col("in_country").is_null() | (pl.col("in_country") == pl.col("country")))
    titled = titled.with_columns(general=pl.col("in_country").is_null().cast(pl.Int8))
    by_title = first_by(titled, ["m"], "general", "office").select("m", by_title="office")
    on_day = owners.join(terms.select("office", "since", "until", "name"), on="name").filter(
        pl.col("published_on").is_between("since", pl.coalesce("until", "published_on"))
    )
    by_term = first_by(on_day, ["m"], "since", descending=True).select("m", by_term="office")
    told = owners.join(by_title, on="m", how="left").join(by_term, on="m", how="left")
    known = told.with_columns(office=pl.coalesce("by_title", "by_term"))
    minor = pl.col("by_title").is_null() & pl.col("phrase").str.contains(_MINOR)
    known = known.with_columns(office=pl.when(~minor.fill_null(value=False)).then("office"))
    unsaid = pl.col("office").is_null() & (pl.col("phrase").is_null() | pl.col("phrase").is_in(_NOT_TITLED))
    governs = pl.col("office").is_in(_GOVERNING).fill_null(value=False)
    return known.filter(~(unsaid | governs)).select("m", "office", "of_sector")
