import json


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_records(load):
    record = {"title": "Rain", "body": "Rain fell.", "date": "10/26/2016", "source": "The News", "id": "n1"}
    ((article,), rejects) = load("a.jsonl", lines(record))
    assert (article.source_name, article.title, article.text) == ("n1", "Rain", "Rain fell.")
    assert (article.published, article.publisher) == ("10/26/2016", "The News")
    assert article.source_uri.endswith("a.jsonl#1")
    assert not rejects


def test_a_broken_line_names_its_number_and_the_others_load(load):
    data = lines({"text": "One."}, {"text": "Two."}) + '{"text": "Three.\n' + lines({"text": "Four."})
    (articles, (reject,)) = load("a.jsonl", data)
    assert [a.source_name for a in articles] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#4"]
    assert reject.rule == "broken_json"
    assert reject.source_uri.endswith("a.jsonl#3")
    assert "Line 3" in reject.reason
    assert reject.evidence == '{"text": "Three.\\n'


def test_where_a_line_breaks_is_told_once(load):
    (_, (reject,)) = load("a.jsonl", '{"text": "One.\tTwo."}\n')
    assert "(invalid control character at character 15)" in reject.reason


def test_blank_lines_are_passed_over(load):
    (articles, rejects) = load("a.jsonl", '{"text": "One."}\n\n{"text": "Three."}\n')
    assert [a.source_name for a in articles] == ["a.jsonl#1", "a.jsonl#3"]
    assert not rejects


def test_a_record_without_text(load):
    (articles, (reject,)) = load("a.jsonl", lines({"text": "One."}, {"title": "Two"}))
    assert len(articles) == 1
    assert (reject.rule, reject.source_uri[-2:]) == ("no_text", "#2")


def test_a_line_that_is_no_object(load):
    (articles, (reject,)) = load("a.jsonl", '{"text": "One."}\n17\n')
    assert len(articles) == 1
    assert reject.rule == "not_a_record"


def test_a_long_article_is_refused_and_the_next_line_read(load):
    (articles, (reject,)) = load("a.jsonl", lines({"text": "x" * 21}, {"text": "Two."}), max_article_chars=20)
    assert [a.text for a in articles] == ["Two."]
    assert reject.rule == "article_too_long"


def test_a_line_without_end_does_not_fill_the_memory(load):
    (articles, (reject,)) = load("a.jsonl", lines({"text": "x" * 5000}, {"text": "Two."}), max_article_chars=20)
    assert [a.source_name for a in articles] == ["a.jsonl#2"]
    assert (reject.rule, reject.source_uri[-2:]) == ("article_too_long", "#1")


def test_nesting_without_end_is_a_reject(load):
    (articles, (reject,)) = load("a.jsonl", '{"text": "One."}\n{"text": ' + "[" * 100_000)
    assert len(articles) == 1
    assert "nested too deeply" in reject.reason


def test_a_lone_surrogate_can_be_stored(load):
    ((article,), _) = load("a.jsonl", '{"text": "Rain \\ud800 fell."}\n')
    assert article.text == "Rain \ufffd fell."
