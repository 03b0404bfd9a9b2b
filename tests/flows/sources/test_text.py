def test_the_whole_text_is_kept_and_the_date_stays_in_the_name(load):
    ((article,), rejects) = load("2021-05-14_rain.txt", "Rain\r\n\r\n It fell.  ")
    assert (article.text, article.published, article.title) == ("Rain\r\n\r\n It fell.  ", None, None)
    assert not rejects


def test_five_megabytes_are_refused(load):
    (articles, (reject,)) = load("long.txt", b"Rain fell. " * 500_000)
    assert not articles
    assert reject.rule == "article_too_long"
    assert "more characters than the 1,000,000" in reject.reason
    assert "SITREP_MAX_ARTICLE_CHARS" in reject.reason


def test_more_characters_than_allowed_in_few_bytes(load):
    (_, (reject,)) = load("long.txt", "x" * 30, max_article_chars=20)
    assert reject.rule == "article_too_long"


def test_unknown_encoding(load):
    (articles, (reject,)) = load("odd.txt", bytes(range(0x80, 0x100)) * 20)
    assert not articles
    assert reject.rule == "unknown_encoding"
    assert "UTF-8" in reject.reason


def test_damage_is_told_beside_the_article(load):
    ((article,), (reject,)) = load("cut.txt", "Été après été, l'armée resta. ".encode() + b"\xff")
    assert article.text.endswith("\ufffd")
    assert reject.rule == "damaged_encoding"
