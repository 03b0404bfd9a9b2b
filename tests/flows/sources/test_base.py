from flows.sources import RawArticle, Reject, SourceSettings, batches
from flows.sources.base import admit, printable, shortened
from transforms.frames import RAW_ARTICLES, REJECTS


def article(name: str, text: str = "Rain fell.") -> RawArticle:
    return RawArticle(f"/news/{name}", name, text)


def refusal(name: str) -> Reject:
    return Reject(rule="no_text", source_uri=name, reason=f"{name} has no text.")


def test_batches_have_the_declared_schemas():
    (batch,) = batches([article("a"), refusal("b")], 10)
    assert batch.articles.schema == RAW_ARTICLES
    assert batch.rejects.schema == REJECTS
    assert batch.rejects["stage"].to_list() == ["extract"]


def test_batches_keep_order_and_size():
    parts = list(batches((article(str(n)) for n in range(5)), 2))
    assert [p.articles["source_name"].to_list() for p in parts] == [["0", "1"], ["2", "3"], ["4"]]


def test_many_rejects_make_batches_too():
    assert [len(p.rejects) for p in batches((refusal(str(n)) for n in range(5)), 2)] == [2, 2, 1]


def test_nothing_gives_no_batch():
    assert list(batches([], 2)) == []


def test_batches_are_lazy():
    def records():
        yield article("a")
        raise AssertionError("read ahead")

    assert next(batches(records(), 1)).articles.height == 1


def test_blank_fields_are_none():
    admitted = admit(RawArticle("u", "n", "Rain fell.", title=" ", published=""), SourceSettings())
    assert admitted == RawArticle("u", "n", "Rain fell.")


def test_blank_text_is_a_reject():
    assert admit(article("a", " \n"), SourceSettings()).rule == "no_text"


def test_an_article_over_the_limit_is_a_reject():
    reject = admit(article("a", "x" * 11), SourceSettings(max_article_chars=10))
    assert reject.rule == "article_too_long"
    assert "11 characters" in reject.reason


def test_an_article_at_the_limit_passes():
    assert admit(article("a", "x" * 10), SourceSettings(max_article_chars=10)) == article("a", "x" * 10)


def test_lone_surrogates_become_replacement_characters():
    assert printable("a\ud800b") == "a\ufffdb"
    assert printable("\U0001f600é") == "\U0001f600é"


def test_evidence_is_short_and_shows_control_characters():
    assert shortened("a\x00b\n") == "a\\x00b\\n"
    assert len(shortened("x" * 1000)) == 200
    assert shortened("") is None


def test_a_reason_is_one_line():
    assert Reject(rule="a", source_uri="b", reason="c\nd\x85\u2028\ud800").reason == "c\\nd\\x85\\u2028\ufffd"


def test_an_article_from_a_file_named_with_blanks_alone_has_its_address_for_a_name():
    article = admit(RawArticle("a.zip! ", " ", "Rain fell."), SourceSettings())
    assert article.source_name == "a.zip! "
