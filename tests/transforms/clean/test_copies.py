from datetime import date
from itertools import permutations

import polars as pl
import pytest

from tests.transforms.clean.reports import DAILY, report, reworded
from transforms.clean.copies import COPIES, KNOWN, find_copies
from transforms.clean.fingerprints import fingerprints
from warehouse.tables.ids import content_id

TEXT = report(1)


def articles(**texts):
    """Articles by name; a text alone, or (text, day of January 2020)."""
    rows = []
    for name, given in texts.items():
        text, day = given if isinstance(given, tuple) else (given, 1)
        published = None if day is None else date(2020, 1, day)
        rows.append({"article_id": name, "text_id": content_id(text), "published_on": published, "text": text})
    frame = pl.DataFrame(
        rows, {"article_id": pl.String, "text_id": pl.String, "published_on": pl.Date, "text": pl.String}
    )
    return frame.join(fingerprints(frame), on="article_id")


def pointers(new, known=None):
    return dict(find_copies(new, known).select("article_id", "duplicate_of").iter_rows())


def loaded(new, known=None):
    """What the warehouse knows after a load."""
    found = find_copies(new, known).select("article_id", "duplicate_of")
    now = new.join(found, on="article_id", how="left").select(KNOWN.names())
    return now if known is None else pl.concat([known.join(now, on="article_id", how="anti"), now])


def of(frame):
    return dict(frame.select("article_id", "duplicate_of").iter_rows())


def test_the_same_text_is_an_exact_copy():
    found = find_copies(articles(a=TEXT, b=TEXT))
    assert found.rows() == [("b", "a", "exact", 1.0)]


def test_a_text_in_other_case_and_spacing_is_a_near_copy_without_a_difference():
    found = find_copies(articles(a=TEXT, b=TEXT.upper().replace(" ", "  ")))
    assert found.rows() == [("b", "a", "near", 1.0)]


@pytest.mark.parametrize(
    "copy",
    [
        f"Quite another headline above it\n\n{TEXT}",
        "\n\n".join(TEXT.split("\n\n")[:-1]),
        "\n\n".join(reversed(TEXT.split("\n\n"))),
        reworded(TEXT, 10),
        f"{TEXT}\n\nThis story has been updated.",
    ],
    ids=["headline", "cut", "moved", "one word in ten", "updated"],
)
def test_an_edited_text_is_a_near_copy(copy):
    ((name, first, kind, similarity),) = find_copies(articles(a=TEXT, b=copy)).rows()
    assert (name, first, kind) == ("b", "a", "near")
    assert 0.4 <= similarity < 1


def test_other_texts_are_no_copies():
    new = articles(**{f"a{i}": report(i) for i in range(30)})
    assert find_copies(new).equals(pl.DataFrame(schema=COPIES))


def test_reports_that_share_a_quote_are_no_copies():
    quote = report(7, sentences=4)
    assert pointers(articles(a=f"{report(8)}\n\n{quote}", b=f"{report(9)}\n\n{quote}")) == {}


def test_one_template_with_other_figures_and_names_is_no_copy():
    one = DAILY.format(town="Arland", day="Monday", cars=812, lorries=96, crashes=4, hurt=7, bridge="Belmont", hours=3)
    two = DAILY.format(town="Kestrel", day="Friday", cars=455, lorries=71, crashes=2, hurt=5, bridge="Varna", hours=6)
    assert pointers(articles(a=one, b=two)) == {}
    assert pointers(articles(a=one, b=one.replace("early", "late"))) == {"b": "a"}


def test_a_few_words_are_only_an_exact_copy():
    assert pointers(articles(a="Rain falls on the northern hills today", b="Rain falls on the northern hills")) == {}
    assert pointers(articles(a="Rain today", b="Rain today")) == {"b": "a"}


def test_the_first_is_what_was_published_first_and_then_the_lower_id():
    assert pointers(articles(a=(TEXT, 3), b=(TEXT, 2))) == {"a": "b"}
    assert pointers(articles(a=(TEXT, None), b=(TEXT, 2))) == {"a": "b"}
    assert pointers(articles(b=TEXT, a=TEXT)) == {"b": "a"}


def test_what_was_loaded_before_is_first_even_if_published_later():
    assert pointers(articles(b=(reworded(TEXT, 12), 1)), loaded(articles(a=(TEXT, 9)))) == {"b": "a"}


def test_a_copy_of_a_copy_points_to_the_first():
    once = reworded(TEXT, 12)
    twice = "\n\n".join([*once.split("\n\n")[1:], "Some more words were put at the end of it all."])
    found = pointers(articles(a=(TEXT, 1), b=(once, 2), c=(twice, 3)))
    assert found == {"b": "a", "c": "a"}
    known = loaded(articles(a=(TEXT, 1), b=(once, 2)))
    assert pointers(articles(c=(twice, 3)), known) == {"c": "a"}


def test_the_order_of_a_batch_does_not_matter():
    new = articles(a=(TEXT, 2), b=(reworded(TEXT, 10), 1), c=(TEXT, 3), d=report(2))
    found = [pointers(new[list(order)]) for order in permutations(range(new.height))]
    assert all(each == found[0] == {"a": "b", "c": "b"} for each in found)


def test_in_whatever_loads_they_come_all_point_to_one_that_points_to_none():
    texts = {
        "a": (TEXT, 1),
        "b": (reworded(TEXT, 12), 2),
        "c": (f"New words on top of it\n\n{TEXT}", 3),
        "d": (TEXT, 4),
    }
    for order in permutations(texts):
        for cut in range(1, len(order)):
            state = loaded(articles(**{name: texts[name] for name in order[:cut]}))
            state = loaded(articles(**{name: texts[name] for name in order[cut:]}), state)
            pointing = of(state)
            firsts = [name for name, first in pointing.items() if first is None]
            assert len(firsts) == 1
            assert set(pointing.values()) == {None, firsts[0]}


def test_an_article_loaded_again_is_no_copy_of_itself_and_stays_first():
    state = loaded(articles(b=(TEXT, 5)))
    state = loaded(articles(a=(reworded(TEXT, 15), 1)), state)
    assert of(state) == {"b": None, "a": "b"}
    again = articles(a=(reworded(TEXT, 15), 1), b=(TEXT, 5))
    assert of(loaded(again, state)) == of(state)
    for name in ("a", "b"):
        assert of(loaded(again.filter(article_id=name), state)) == of(state)


def test_without_the_text_the_signature_decides():
    known = loaded(articles(a=TEXT)).with_columns(text=pl.lit(None, pl.String))
    ((_, first, kind, similarity),) = find_copies(articles(b=reworded(TEXT, 20)), known).rows()
    assert (first, kind) == ("a", "near")
    assert 0.5 < similarity < 1
    assert pointers(articles(b=report(3)), known) == {}


def test_a_signature_of_another_version_is_not_compared():
    known = loaded(articles(a=TEXT)).with_columns(fingerprint_version=pl.lit("0" * 16))
    assert pointers(articles(b=reworded(TEXT, 20)), known) == {}
    assert pointers(articles(b=TEXT), known) == {"b": "a"}


def test_texts_may_be_read_apart():
    new = articles(a=TEXT, b=reworded(TEXT, 10), c=report(2))
    apart = find_copies(new.drop("text"), texts=new.lazy().select("article_id", "text"))
    assert apart.equals(find_copies(new))


def test_what_is_held_of_the_texts_changes_nothing(monkeypatch):
    new = articles(**{f"a{i}": (f"Headline {i} is put above it\n\n{TEXT}", 1 + i) for i in range(6)}, b=report(2))
    found = find_copies(new)
    monkeypatch.setattr("transforms.clean.copies.HELD_CHARS", 1)
    assert find_copies(new).equals(found)
    assert found.height == 5
