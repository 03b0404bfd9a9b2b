import pytest

from flows import likeness


def actor(name: str, country: str | None = None, *mentions: str) -> dict[str, object]:
    return {"name": name, "country": country, "mentions": list(mentions)}


ACTORS = {
    "a": actor("Government of Freedonia", "FRE", "Freedonia"),
    "b": actor("Government of Sylvania", "SYL", "the Sylvanian side"),
}


def row(actors: list[str], recipients: list[str]) -> dict[str, object]:
    return {"actor_names": actors, "actor_countries": [], "recipient_names": recipients, "recipient_countries": []}


def event(kind: str, actors: str, recipients: str) -> dict[str, object]:
    return {"type": kind, "actors": list(actors), "recipients": list(recipients)}


def test_names_are_compared_without_accents_articles_and_british_spelling():
    assert likeness.name_key("The Défence  Ministry's") == "defense ministry"


@pytest.mark.parametrize(
    ("gold", "sentence", "same"),
    [
        ("troops left the town", "On Monday troops left the town.", True),
        ("troops left the town", "A market was hit.", False),
        ("troops left the town", "troops left the town " + "word " * 100, False),
        ("", "anything", False),
    ],
)
def test_sentences_overlap(gold, sentence, same):
    assert likeness.overlaps(gold, sentence) is same


def test_triggers_match_up_to_their_ending():
    assert likeness.shares_word("was bombed", "bombing")
    assert not likeness.shares_word("the", "the")


def test_each_side_must_fit():
    gold = event("ACCUSE", "a", "b")
    assert likeness.participants_match(ACTORS, gold, row(["Freedonia"], ["the Sylvanian side"])) == (True, True)
    assert likeness.participants_match(ACTORS, gold, row(["the Sylvanian side"], [])) == (False, False)


def test_a_side_that_the_gold_leaves_empty_must_be_empty():
    assert likeness.participants_match(ACTORS, event("ASSAULT", "", "b"), row(["Freedonia"], ["Sylvania"]))[0] is False


def test_parties_of_mutual_acts_may_stand_on_either_side():
    gold = event("CONSULT", "ab", "")
    assert likeness.participants_match(ACTORS, gold, row(["Freedonia"], ["the Sylvanian side"])) == (True, True)
    assert likeness.participants_match(ACTORS, gold, row(["Freedonia"], [])) == (False, False)


def test_half_of_the_participants_must_be_right():
    gold = event("ACCUSE", "a", "")
    assert likeness.participants_match(ACTORS, gold, row(["Freedonia", "Someone"], []))[0]
    assert not likeness.participants_match(ACTORS, gold, row(["Freedonia", "Someone", "Another"], []))[0]


def test_claimants_match_by_their_words():
    assert likeness.claimant_matches(ACTORS, ["a"], ["the Government of Freedonia"])
    assert not likeness.claimant_matches(ACTORS, ["a"], [])
    assert likeness.claimant_matches(ACTORS, [], None)


@pytest.mark.parametrize(
    ("start", "precision", "read", "fits"),
    [
        ("2020-02-03", "day", "2020-02-03", True),
        ("2020-02-03", "day", "2020-02-04", False),
        ("2020-02-01", "month", "2020-02-20", True),
        ("2020-02-01", "month", None, False),
        (None, "unknown", None, True),
    ],
)
def test_dates(start, precision, read, fits):
    gold = {
        "date_start": start,
        "date_end": "2020-02-29" if precision == "month" else start,
        "date_precision": precision,
    }
    assert likeness.date_matches(gold, {"date_start": read}) is fits


def test_places():
    assert likeness.place_matches({"place": "Idlib"}, {"place_name": "Idlib Governorate"})
    assert not likeness.place_matches({"place": "Idlib"}, {"place_name": None})
    assert likeness.place_matches({"place": None}, {"place_name": "Idlib"})
