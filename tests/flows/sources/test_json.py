import json
import re

import pytest

RECORDS = [{"text": "One."}, {"text": "Two."}]


def test_an_array(load):
    (articles, rejects) = load("a.json", json.dumps(RECORDS, indent=2))
    assert [(a.source_name, a.text) for a in articles] == [("a.json#1", "One."), ("a.json#2", "Two.")]
    assert not rejects


def test_one_record(load):
    ((article,), _) = load("a.json", json.dumps({"headline": "Rain", "body": "Rain fell."}, indent=2))
    assert (article.source_name, article.title) == ("a.json", "Rain")


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_inside_a_document(load, indent):
    (articles, rejects) = load(
        "a.json", json.dumps({"count": 2, "tags": [{"a": 1}], "articles": RECORDS}, indent=indent)
    )
    assert [a.source_name for a in articles] == ["a.json#1", "a.json#2"]
    assert not rejects


def test_a_document_about_something_else_is_one_reject(load):
    (articles, (reject,)) = load("a.json", json.dumps({"shops": [{"street": "Main"}]}, indent=2))
    assert not articles
    assert reject.rule == "no_text"


def test_an_array_longer_than_a_window(load):
    records = [{"text": f"{n} " + "x" * 1000} for n in range(500)]
    (articles, rejects) = load("a.json", json.dumps(records))
    assert [a.text for a in articles] == [r["text"] for r in records]
    assert not rejects


def test_a_fault_ends_an_array_and_says_where(load):
    (articles, (reject,)) = load("a.json", '[{"text": "One."}, {"text" "Two."}, {"text": "Three."}]')
    assert [a.text for a in articles] == ["One."]
    assert (reject.rule, reject.source_uri[-2:]) == ("broken_json", "#2")
    assert "Element 2" in reject.reason


def test_a_fault_is_told_with_its_line(load, monkeypatch):
    monkeypatch.setattr("flows.sources.json.CHUNK_CHARS", 30)
    told = '[{"text": "One."},\n{"text": "Two."},\n\n{"text" "Three."}]'
    for text, line in ((told, 4), ('{\n"text": "One."\n"title"', 3)):
        (_, (*_, reject)) = load("a.json", text)
        assert re.search(rf"is not valid JSON \([a-z].* on line {line}\): correct or remove it\.$", reject.reason), text


def test_an_array_cut_off(load):
    (articles, (reject,)) = load("a.json", '[{"text": "One."}, {"text": "Tw')
    assert len(articles) == 1
    assert reject.rule == "broken_json"


def test_elements_that_are_no_records(load):
    (articles, rejects) = load("a.json", '[{"text": "One."}, 2, [3]]')
    assert len(articles) == 1
    assert [r.rule for r in rejects] == ["not_a_record"] * 2


def test_text_after_the_end(load):
    (articles, (reject,)) = load("a.json", json.dumps(RECORDS) + " more")
    assert len(articles) == 2
    assert "goes on after the end" in reject.reason


def test_an_empty_array_holds_nothing(load):
    (articles, (reject,)) = load("a.json", "[]")
    assert not articles
    assert reject.rule == "no_records"


def test_an_element_over_the_limit(load):
    (articles, (reject,)) = load("a.json", json.dumps([{"text": "x" * 100_000}]), max_article_chars=100)
    assert not articles
    assert reject.rule == "broken_json"
    assert "over 1,600 characters" in reject.reason
