from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.clean.reports import report
from tests.transforms.conftest import raw
from transforms.clean import COPIES, clean
from transforms.clean.paragraphs import PARAGRAPHS
from transforms.frames import REJECTS

TODAY = date(2024, 1, 1)
BRIDGE = "Villagers rebuilt the bridge over the river on Monday, the mayor said."
FERRY = "A ferry with forty passengers ran aground in thick fog near the harbour."
FRENCH = "Les habitants ont reconstruit le pont sur la rivière, a déclaré le maire lundi matin."


def cleaned(*articles, known=None, **options):
    return clean(raw(*articles, **options), today=TODAY, known=known)


def only(frame):
    assert frame.height == 1
    return frame.row(0, named=True)


def rules(found):
    return found.rejects["rule"].to_list()


def test_an_article_keeps_its_source_and_its_text():
    article = only(cleaned({"text": BRIDGE, "source_name": "bridge.txt", "publisher": "The Courier"}).articles)
    assert (article["source_name"], article["source_uri"]) == ("bridge.txt", "in/bridge.txt")
    assert (article["text"], article["publisher"], article["language"]) == (BRIDGE, "The Courier", "en")
    assert article["repairs"] == 0


def test_repairs_are_counted_in_the_row():
    article = only(cleaned(BRIDGE.replace("the mayor", ",quot;the mayor,quot;")).articles)
    assert '"the mayor"' in article["text"]
    assert article["repairs"] == 2


def test_a_title_apart_becomes_the_first_paragraph():
    found = cleaned({"text": BRIDGE, "title": "Bridge rebuilt"})
    assert only(found.articles)["text"] == f"Bridge rebuilt\n\n{BRIDGE}"
    assert found.paragraphs["kind"].to_list() == ["headline", "body"]


def test_a_title_that_the_text_begins_with_is_not_repeated():
    text = f"Bridge rebuilt\n\n{BRIDGE}"
    assert only(cleaned({"text": text, "title": "Bridge rebuilt"}).articles)["text"] == text


@pytest.mark.parametrize("text", [None, "", " \n\u200b "])
def test_an_empty_text_is_a_reject_and_no_row(text):
    found = cleaned({"text": text, "source_name": "empty.txt"}, BRIDGE)
    assert found.articles["text"].to_list() == [BRIDGE]
    reject = only(found.rejects)
    assert (reject["rule"], reject["source_uri"], reject["stage"]) == ("empty_text", "in/empty.txt", "clean")
    assert reject["article_id"] is None


def test_the_records_own_date_counts():
    article = only(
        cleaned({"text": BRIDGE, "source_name": "2019-05-05_bridge.txt", "published": "10/26/2016"}).articles
    )
    assert (article["published_on"], article["published_rule"]) == (date(2016, 10, 26), "record")


@pytest.mark.parametrize("name", ["2019-05-05_bridge.txt", "bridge-20190505.html", "news_2019.05.05"])
def test_without_one_the_date_in_the_file_name_counts(name):
    article = only(cleaned({"text": BRIDGE, "source_name": name, "published": None}).articles)
    assert (article["published_on"], article["published_rule"]) == (date(2019, 5, 5), "file_name")


def test_no_date_at_all_stays_open():
    found = cleaned(BRIDGE, published=None)
    article = only(found.articles)
    assert (article["published_on"], article["published_rule"]) == (None, "unknown")
    assert found.rejects.is_empty()


@pytest.mark.parametrize("written", ["2020-02-31", "0001-01-01", "2050-06-01"])
def test_a_wrong_date_is_reported_and_never_replaced(written):
    found = cleaned({"text": BRIDGE, "source_name": "2019-05-05_bridge.txt", "published": written})
    article, reject = only(found.articles), only(found.rejects)
    assert article["published_on"] is None
    assert (reject["rule"], reject["evidence"]) == ("published_on", written)
    assert reject["article_id"] == article["article_id"]
    assert written in reject["reason"]


def test_another_language_is_kept_reported_and_not_coded():
    found = cleaned({"text": FRENCH, "source_name": "pont.txt"}, BRIDGE)
    assert found.articles.filter(source_name="pont.txt")["language"].to_list() == ["fr"]
    reject = only(found.rejects)
    assert (reject["rule"], reject["source_uri"]) == ("language", "in/pont.txt")
    assert "".join(found.paragraphs["text"]) == BRIDGE


def test_a_text_too_short_to_tell_its_language_is_kept_and_reported():
    found = cleaned("Fog. Rain.")
    assert only(found.articles)["language"] is None
    assert rules(found) == ["language"]


def test_a_copy_points_to_the_first_article_and_is_not_coded():
    found = cleaned(
        {"text": BRIDGE, "source_name": "late.txt", "published": "2020-03-05"},
        {"text": BRIDGE, "source_name": "early.txt", "published": "2020-03-04"},
    )
    by_name = {row["source_name"]: row for row in found.articles.iter_rows(named=True)}
    assert by_name["early.txt"]["duplicate_of"] is None
    assert by_name["late.txt"]["duplicate_of"] == by_name["early.txt"]["article_id"]
    assert by_name["late.txt"]["text_id"] == by_name["early.txt"]["text_id"]
    assert found.paragraphs["text"].to_list() == [BRIDGE]
    assert found.rejects.is_empty()


def test_copies_are_told_by_the_clean_text():
    found = cleaned(BRIDGE, BRIDGE.replace(" ", "  "))
    assert found.articles["duplicate_of"].null_count() == 1


def test_a_copy_of_an_article_loaded_before_points_to_that():
    before = only(cleaned({"text": BRIDGE, "source_name": "before.txt"}).articles)
    known = pl.DataFrame([{"article_id": before["article_id"], "text_id": before["text_id"]}])
    assert only(cleaned(BRIDGE, known=known).articles)["duplicate_of"] == before["article_id"]


def test_an_article_loaded_before_is_no_copy_of_itself():
    first = cleaned(BRIDGE)
    again = cleaned(BRIDGE, known=first.articles.select("article_id", "text_id"))
    assert_frame_equal(first.articles, again.articles)


def test_the_same_article_once_more_is_a_reject():
    same = {"text": BRIDGE, "source_name": "bridge.txt"}
    found = cleaned({**same, "source_uri": "a/bridge.txt"}, {**same, "source_uri": "b/bridge.txt"})
    assert only(found.articles)["source_uri"] == "a/bridge.txt"
    reject = only(found.rejects)
    assert (reject["rule"], reject["source_uri"]) == ("same_article_again", "b/bridge.txt")
    assert reject["article_id"] == only(found.articles)["article_id"]


def test_ids_do_not_depend_on_the_order_of_the_batch():
    batch = raw(BRIDGE, FERRY, BRIDGE, FRENCH)
    there = clean(batch, today=TODAY).articles.drop("doc")
    back = clean(batch.reverse(), today=TODAY).articles.drop("doc")
    assert_frame_equal(there, back, check_row_order=False)


def test_the_id_comes_from_name_and_raw_text_alone():
    one = only(cleaned({"text": BRIDGE, "source_name": "bridge.txt", "source_uri": "here", "title": "A"}).articles)
    two = only(cleaned({"text": BRIDGE, "source_name": "bridge.txt", "source_uri": "there", "title": "B"}).articles)
    other = only(cleaned({"text": FERRY, "source_name": "bridge.txt", "source_uri": "here"}).articles)
    assert one["article_id"] == two["article_id"] != other["article_id"]


def test_an_empty_batch_gives_empty_frames():
    found = clean(raw(), today=TODAY)
    assert found.articles.is_empty()
    assert found.paragraphs.schema == PARAGRAPHS
    assert found.rejects.schema == REJECTS


def test_a_fault_names_its_own_article_even_where_two_share_an_address():
    german = {"source_name": "a", "source_uri": "same", "text": "Die Minister trafen sich am Montag in der Hauptstadt."}
    english = {"source_name": "b", "source_uri": "same", "text": "The ministers met in the capital on Monday morning."}
    cleaned = clean(raw(english, german), today=date(2024, 1, 1))
    (fault,) = cleaned.rejects.filter(rule="language")["article_id"].to_list()
    assert fault == cleaned.articles.filter(source_name="a")["article_id"].item()


def test_repairs_of_a_batch_are_counted_by_kind():
    found = cleaned(f"<p>{BRIDGE}</p>", f"{FERRY}\u200b", f"<p>{FERRY}</p> <b>&amp;</b>", BRIDGE)
    assert found.repairs.rows() == [("entities", 1, 1), ("html", 2, 6), ("zero_width", 1, 1)]
    assert found.articles["repairs"].sum() == 8


def test_a_near_copy_is_kept_and_not_coded():
    text = report(1)
    found = cleaned(text.lower(), f"A new headline over it\n\n{text.lower()}", known=None)
    assert found.articles["copy_kind"].to_list().count("near") == 1
    assert found.paragraphs["doc"].n_unique() <= 1
    assert found.fingerprints.height == 2


def test_copies_that_are_known_already_are_taken_as_they_are():
    ids = cleaned(BRIDGE, FERRY).articles["article_id"].to_list()
    told = pl.DataFrame([(ids[1], ids[0], "near", 0.5)], schema=COPIES, orient="row")
    articles = clean(raw(BRIDGE, FERRY), today=TODAY, copies=told).articles
    assert articles["duplicate_of"].to_list() == [None, ids[0]]
    assert articles["copy_similarity"].to_list() == [None, 0.5]
