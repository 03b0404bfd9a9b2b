import pytest

ATTACK = "ebels attacked the village near the old bridge"
CASES = {
    f"The United Nations said r{ATTACK}.": (["United Nations"], "said"),
    f"R{ATTACK}, the United Nations said.": (["United Nations"], "said"),
    f"The mayor told reporters that r{ATTACK}.": (["mayor"], "told"),
    f"According to the United Nations, r{ATTACK}.": (["United Nations"], "according to"),
    f"R{ATTACK}, according to Amnesty International.": (["Amnesty International"], "according to"),
    f'"R{ATTACK}," said Jane Dorrance, a teacher.': (["Jane Dorrance"], "said"),
    f"Human Rights Watch and Amnesty International said r{ATTACK}.": (
        ["Human Rights Watch", "Amnesty International"], "said",
    ),
    f"Amnesty International, which has an office there, said that r{ATTACK}.": (["Amnesty International"], "said"),
    f"R{ATTACK} on Monday.": ([], None),
}  # fmt: skip
FIGURE = "The United Nations said at least 40 farmers were killed near the old bridge."
SPEAKER = f"The United Nations said r{ATTACK}."
OTHERS = f"R{ATTACK} on Monday. Police arrested two teachers on Tuesday, the United Nations said."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*CASES, FIGURE, OTHERS])


@pytest.mark.parametrize("text", CASES)
def test_who_claims_it_and_by_which_verb(told, text):
    event = told[text].event("attacked")
    assert (event["claimants"], event["verb"]) == CASES[text]


def test_a_figure_has_its_claimant_too(told):
    (figure,) = told[FIGURE].figures
    assert (figure["claimants"], figure["verb"]) == (["United Nations"], "said")


def test_whoever_claims_it_did_not_do_it(told):
    assert "United Nations" not in told[SPEAKER].event("attacked")["actors"]


def test_a_claim_reaches_no_further_than_its_sentence(told):
    assert told[OTHERS].event("attacked")["claimants"] == []
    assert told[OTHERS].event("arrested")["claimants"] == ["United Nations"]


def test_a_claim_is_about_one_thing(told):
    for reading in told.values():
        claims = reading.tables["attributions"]
        assert claims.filter(claims["event_mention_id"].is_null() == claims["statistic_id"].is_null()).is_empty()
