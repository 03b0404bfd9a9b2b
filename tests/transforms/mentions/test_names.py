import pytest

from transforms.mentions.names import NAMES, find_names
from transforms.mentions.roles import find_roles


@pytest.fixture
def named(parse, known):
    """The names of a text by their words."""

    def find(text):
        tokens = parse(text)
        found = find_names(tokens, known.actors.names, find_roles(tokens, known.actors.roles))
        assert found.schema == NAMES
        starts, ends = (
            dict(tokens.select("t", "start_char").iter_rows()),
            dict(tokens.select("t", "end_char").iter_rows()),
        )
        return {text[starts[row["first"]] : ends[row["last"]]]: row for row in found.iter_rows(named=True)}

    return find


@pytest.mark.parametrize(
    ("text", "surface", "name", "kind"),
    [
        ("The United Nations opened an office.", "United Nations", "United Nations", "igo"),
        ("The United Nations' envoy left Geneva.", "United Nations", "United Nations", "igo"),
        ("Al-Shabaab fighters left the town.", "Al-Shabaab", "Al-Shabaab", "armed_group"),
        ("Al Shabaab fighters left the town.", "Al Shabaab", "Al-Shabaab", "armed_group"),
        ("The Syrian Observatory for Human Rights reported it.", "Syrian Observatory for Human Rights",
         "Syrian Observatory for Human Rights", "ngo"),
    ],
)  # fmt: skip
def test_an_alias_names_its_organisation(named, text, surface, name, kind):
    row = named(text)[surface]
    assert (row["name_class"], row["name"], row["kind"], row["is_known"]) == ("entity", name, kind, True)


def test_an_acronym_is_a_name_only_in_capitals(named):
    assert set(named("The WHO sent aid.")) == {"WHO"}
    assert named("Who sent aid to us, and who did not?") == {}
    assert set(named("The US sent aid to us.")) == {"US"}


def test_a_name_is_none_in_lower_case(named):
    assert named("the turkey was served with nice jam and rice") == {}


def test_a_country_and_its_demonym_are_different_things(named):
    found = named("Syrian farmers fled Syria.")
    assert [(found[s]["name_class"], found[s]["country"]) for s in ("Syrian", "Syria")] == [
        ("demonym", "SYR"),
        ("country", "SYR"),
    ]


def test_inhabitants_are_a_demonym(named):
    assert named("The Turks won the match.")["Turks"]["name_class"] == "demonym"


def test_a_seat_and_a_capital_name_a_government(named):
    found = named("The Kremlin and Ankara agreed on it.")
    assert [found[s]["name_class"] for s in ("Kremlin", "Ankara")] == ["seat", "capital"]
    assert [found[s]["country"] for s in ("Kremlin", "Ankara")] == ["RUS", "TUR"]


def test_a_leader_of_the_seeds_is_known_with_country(named):
    row = named("Angela Merkel's office replied.")["Angela Merkel"]
    assert (row["name_class"], row["kind"], row["country"], row["is_known"]) == ("leader", "person", "DEU", True)


def test_a_person_the_model_finds_keeps_its_words(named):
    row = named("Jane Dorrance, who teaches history, replied.")["Jane Dorrance"]
    assert (row["name_class"], row["name"], row["is_known"]) == ("person", "Jane Dorrance", False)
    assert row["country"] is None


def test_an_organisation_the_model_finds_keeps_its_words(named):
    row = named("Jane Dorrance, who runs the Arland Trust, replied.")["Arland Trust"]
    assert (row["name_class"], row["name"], row["is_known"]) == ("org", "Arland Trust", False)


def test_a_longer_name_hides_the_names_inside_it(named):
    assert set(named("The Syrian Observatory for Human Rights reported it.")) == {"Syrian Observatory for Human Rights"}


def test_a_demonym_before_a_title_and_the_leader_are_two_names(named):
    assert set(named("Russian President Vladimir Putin left.")) == {"Russian", "Vladimir Putin"}


def test_no_name_gives_no_row(named):
    assert named("It rained all day and nobody went out.") == {}


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("Syrias opposition rejected the offer.", "Syrias", "Government of Syria"),
        ("The village was bombed by Assads warplanes.", "Assads", "Bashar al-Assad"),
        ("The UNs top aid official left Geneva.", "UNs", "United Nations"),
    ],
)
def test_a_possessive_may_have_lost_its_apostrophe(named, text, surface, name):
    assert named(text)[surface]["name"] == name


def test_a_plural_is_no_possessive(named):
    assert named("Russians protest in the old town.")["Russians"]["name_class"] == "demonym"


def test_a_town_is_a_town_all_over_the_article(named):
    assert "Kobane" not in named("Rebels left the town of Kobane, and Kobane was burned.")


def test_capitals_of_a_headline_make_no_names(read):
    text = "Rebels Attack Sweeps Through Northern Villages.\nRebels attacked three villages in northern Mali on Monday."
    assert not any("Sweeps" in str(name) for name in read(text).actors)
