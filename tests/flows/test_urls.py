import pytest

from flows.urls import key_of, shown


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://eve:hush@news.example/a", "https://news.example/a"),
        ("https://hush@news.example:8000/a?b=c", "https://news.example:8000/a?b=c"),
        ("https://eve:h@sh@news.example/", "https://news.example/"),
        ("https://news.example/a?page=2&api_key=hush&x=1#top", "https://news.example/a?page=2&api_key=***&x=1#top"),
        ("https://news.example/a?X-Amz-Signature=hush", "https://news.example/a?X-Amz-Signature=***"),
        ("https://news.example/a?access_token=hush", "https://news.example/a?access_token=***"),
        ("https://news.example/a?APIKEY=hush&PASSWORD=hush", "https://news.example/a?APIKEY=***&PASSWORD=***"),
        ("https://news.example/a#access_token=hush", "https://news.example/a#access_token=***"),
        (
            "https://news.example/a?keyword=rain&author=eve&code=UA",
            "https://news.example/a?keyword=rain&author=eve&code=UA",
        ),
        ("https://news.example/a@b?c=d@e", "https://news.example/a@b?c=d@e"),
        ("articles/key=1.txt", "articles/key=1.txt"),
    ],
)
def test_what_is_shown_lets_nobody_in(url, told):
    assert shown(url) == told


def test_a_fragment_makes_no_other_page():
    assert key_of("https://news.example/a#b") == key_of("https://news.example/a")
    assert key_of("https://news.example/a") != key_of("https://news.example/b")
