import pytest

from seeds import read_csv
from seeds.loading import ROOT
from transforms.clean.boilerplate import FILE, is_menu


@pytest.mark.parametrize("example", read_csv(ROOT / FILE)["example"].to_list())
def test_each_pattern_matches_its_example(example):
    assert is_menu(example)
    assert is_menu(f"  {example.upper() if 'Read more' not in example else example} ")


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share on Facebook",
        "Read more...",
        "READ: Ferry aground in thick fog",
        "Sign up for our weekly newsletter and never miss a story.",
        "We use cookies to improve your experience. Accept all to go on.",
        "Follow us on Twitter @courier",
        "Most read",
        "Home | About us | Contact us",
    ],
)
def test_lines_of_the_page(line):
    assert is_menu(line)


@pytest.mark.parametrize(
    "line",
    [
        "Save the Children said 12 schools were hit.",
        "Share prices fell on Monday.",
        "He said that people should read more.",
        "Read, the minister of finance, resigned.",
        "Related violence killed 12 people in the north.",
        "Support to the rebels has grown, the ministry said.",
        "Register to vote, the president told them.",
        "Comments by the minister angered the union.",
        "Cookies were handed out to the children.",
        "Villagers rebuilt the bridge. Sign-ups for the next one began.",
        "Next: the mayor, who wants the bridge.",
        "More than 30 people were killed.",
        "",
    ],
)
def test_sentences_of_an_article(line):
    assert not is_menu(line)
