import logging

import pytest

from flows.sources.html import plain

STORY = "Rain fell on the town for three days, and the river rose above its banks on Tuesday, officials said."
MORE = "Some forty families left their homes for the school on the hill, where the Red Cross gave out blankets."
PAGE = f"""<!doctype html><html><head><title>Floods in the valley - The Valley Post</title>
<meta property="og:title" content="Floods in the valley"><meta property="og:site_name" content="The Valley Post">
<meta property="article:published_time" content="2020-02-22T09:00:00Z">
<meta property="article:modified_time" content="2020-03-01T09:00:00Z">
<link rel="canonical" href="https://example.org/floods"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Floods in the valley</h1><p>{STORY}</p><p>{MORE}</p></article>
<section class="comments"><p>I knew it all along, and nobody would listen to me when I said so.</p></section>
<footer><p>Imprint</p></footer></body></html>"""


def test_an_article_with_what_the_page_says_of_it(load):
    ((article,), rejects) = load("floods.html", PAGE)
    assert article.text == f"{STORY}\n{MORE}"
    assert article.title == "Floods in the valley"
    assert article.published == "2020-02-22"
    assert article.publisher == "The Valley Post"
    assert article.source_uri == "https://example.org/floods"
    assert article.source_name == "floods.html"
    assert not rejects


def test_what_a_page_does_not_say_is_left_open(load, tmp_path):
    ((article,), _) = load("floods.html", f"<html><body><article><p>{STORY}</p><p>{MORE}</p></article>")
    assert (article.title, article.published, article.publisher) == (None, None, None)
    assert article.source_uri == f"{tmp_path}/floods.html"


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Rain</title></head><body></body></html>",
        "<!doctype html>",
        "<html><body><script>let rain = 1;</script></body></html>",
    ],
)
def test_a_page_without_article_is_refused(load, page):
    (articles, (reject,)) = load("a.html", page)
    assert not articles
    assert reject.rule == "no_article"


@pytest.mark.parametrize(
    ("declared", "codec"), [("iso-8859-2", "iso8859_2"), ("windows-1251", "cp1251"), ("gb2312", "gb18030")]
)
def test_the_encoding_that_a_page_names(load, declared, codec):
    word = {"iso8859_2": "powódź żółć ", "cp1251": "наводнение ", "gb18030": "洪水来了 "}[codec]
    page = f'<html><head><meta charset="{declared}"></head><body><p>{word * 20}</p></body></html>'
    ((article,), rejects) = load("a.html", page.encode(codec))
    assert word.strip() in article.text
    assert not rejects


def test_utf8_is_utf8_whatever_the_page_names(load):
    page = f'<html><head><meta charset="latin-1"></head><body><p>{"Überflutung in Köln. " * 9}</p></body></html>'
    ((article,), _) = load("a.html", page)
    assert "Überflutung in Köln." in article.text


def test_bytes_that_do_not_fit_are_told(load):
    page = f"<html><body><p>{'Überflutung in Köln. ' * 9}".encode() + b"\xff</p></body></html>"
    (articles, (reject,)) = load("a.html", page)
    assert len(articles) == 1
    assert reject.rule == "damaged_encoding"


@pytest.mark.parametrize(
    "body",
    ["<p>Rain" * 40_000, "<p " + " ".join(f"a{n}=b" for n in range(5_000)) + ">Rain</p>", "<a" * 40_000],
    ids=["tags", "attributes", "beginnings"],
)
def test_a_page_that_would_take_minutes_is_refused(load, body):
    (articles, (reject,)) = load("a.html", f"<html><body>{body}")
    assert not articles
    assert reject.rule == "page_too_large"


def test_a_script_is_no_trap(load):
    script = '<script type="application/ld+json">{"@type":"NewsArticle","x":"' + '\\"' * 500_000
    page = f"<html><body><article><p>{STORY}</p><p>{MORE}</p></article>{script}"
    for end in ("</script></body>", ""):
        ((article,), _) = load("a.html", page + end)
        assert article.text == f"{STORY}\n{MORE}"


def test_attributes_with_many_words_are_no_trap(load):
    page = f"<html><body><div data-all='{'a b ' * 5_000}'><p>{STORY}</p></div></body></html>"
    ((article,), _) = load("a.html", page)
    assert article.text == STORY


def test_a_page_over_the_limit_is_refused(load):
    (_, (reject,)) = load("a.html", f"<html><body><p>{STORY * 100}</p>", max_article_chars=1_000)
    assert reject.rule == "article_too_long"


def test_nothing_is_said_and_nothing_is_fetched(load, caplog, capfd, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection"))
    with caplog.at_level(logging.DEBUG):
        load("a.html", PAGE)
        load("b.html", "<html><body></body></html>")
    assert not [r for r in caplog.records if r.name.partition(".")[0] in ("trafilatura", "htmldate", "courlan")]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Rain fell.\n\nSnow fell.", "Rain fell.\n\nSnow fell."),
        ("Rain &amp; snow.", "Rain & snow."),
        ("<p>Rain\n fell.</p><p>Snow <b>fell</b>.</p>", "Rain fell.\nSnow fell."),
        ("Rain fell.<br/><br/>Snow fell.", "Rain fell.\nSnow fell."),
        ("<img src='a'/><script>x</script>Rain fell.<!-- x -->", "Rain fell."),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("<ul><li>Rain</li><li>Snow</li></ul>", "Rain\nSnow"),
        ("<p></p>", ""),
        ("", ""),
    ],
)
def test_the_text_of_a_piece_of_html(markup, text):
    assert plain(markup) == text
