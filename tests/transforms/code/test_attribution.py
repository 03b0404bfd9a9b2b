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
#: text -> who claims that the village was attacked
PLACES = {
    # inside what a reporting verb governs
    f"The United Nations told the minister that r{ATTACK}.": ["United Nations"],
    f"Islamic State claimed to have r{ATTACK}.".replace("rebels ", ""): ["Islamic State of Iraq and the Levant"],
    f"The BBC quoted Jane Dorrance as saying that r{ATTACK}.": ["Jane Dorrance", "BBC"],
    f"Jane Dorrance, a teacher, was quoted by the BBC as saying that r{ATTACK}.": ["Jane Dorrance", "BBC"],
    f"The BBC reported that Jane Dorrance said r{ATTACK}.": ["Jane Dorrance", "BBC"],
    f"The United Nations, citing Amnesty International, said r{ATTACK}.": ["United Nations", "Amnesty International"],
    "Police said Jane Dorrance left the town and she attacked the village.": ["police"],
    # beside the reporting clause
    f"R{ATTACK}, said the United Nations.": ["United Nations"],
    "Rebels, the United Nations said, attacked the village near the old bridge.": ["United Nations"],
    f"R{ATTACK}, the United Nations says, despite the rain.": ["United Nations"],
    f"As the United Nations announced on Monday, r{ATTACK}.": ["United Nations"],
    f"R{ATTACK} the monitoring group Amnesty International said on Monday.": ["Amnesty International"],
    f"R{ATTACK} on Monday the Norwegian Refugee Council (NRC) has said.": ["Norwegian Refugee Council"],
    f"R{ATTACK} on Monday the Committee to Protect Journalists has also said.": ["Committee to Protect Journalists"],
    "A blast hit the town after rebels attacked the village the Centre for Peace in Lima said.": [],
    # participles
    f"The United Nations said the bridge was lost, adding that r{ATTACK}.": ["United Nations"],
    f"Norway sent a boat on Monday, adding that r{ATTACK}.": ["Government of Norway"],
    # documents and labels
    f"A report by Amnesty International said r{ATTACK}.": ["Amnesty International"],
    f"R{ATTACK}, the teachers' website said.": ["teachers"],
    f"Amnesty International data shows that r{ATTACK}.": ["Amnesty International"],
    f"R{ATTACK}, according to a report published by Amnesty International.": ["Amnesty International"],
    f"Amnesty International issued a report on Monday. The report said r{ATTACK}.": ["Amnesty International"],
    f"United Nations: R{ATTACK}.": ["United Nations"],
    f"R{ATTACK} - United Nations": ["United Nations"],
    "Rebels attacked village in southern Peru - governor": ["governor"],
    # nobody is named
    "Rebels are said to have attacked the village near the old bridge.": [],
    "Rebels reportedly attacked the village near the old bridge.": [],
    "The rebels allegedly attacked the village near the old bridge.": [],
    "Rebels attacked the village near the old bridge as police continued to search the houses.": [],
    "The United Nations did not say why rebels attacked the village.": [],
    f"R{ATTACK} while the United Nations, which has an office there, declined to say more.": [],
}
QUOTES = (
    '"They attacked the village," Jane Dorrance, a teacher, said. "They arrested two farmers."',
    "“They attacked the village. They arrested two farmers,” said Jane Dorrance, a teacher.",
    'Jane Dorrance was angry. "They attacked the village near the bridge. They arrested two farmers."',
    'Jane Dorrance, a teacher, said: "They attacked the village. They arrested two farmers."',
)
#: text of two sentences -> who claims that the school was bombed
CHAINS = {
    "Jane Dorrance, a teacher, said rebels left. She said the army bombed the school.": ["Jane Dorrance"],
    "Norway sent a boat, Jane Dorrance said. Sweden sent a plane, she said. She said the army bombed the school.": [
        "Jane Dorrance"
    ],
    "Two military sources said rebels left. The sources added that the army bombed the school.": ["military sources"],
    "The army bombed the school. Jane Dorrance said rebels left the village.": [],
}
OWN = {
    "Sweden said it rejected the plan of Norway.": [],
    "The United Nations said Sweden rejected the plan of Norway.": ["United Nations"],
}
HEADLINE = "Rebels attack old village\n\nRebels attacked the village on Monday, the United Nations said."
VOICELESS = "Rebels attack old village\n\nRebels attacked the village on Monday. Norway said the road was closed."
TOLD_AGAIN = "At least 40 farmers were killed. The United Nations said at least 40 farmers were killed on Monday."
FIGURE = "The United Nations said at least 40 farmers were killed near the old bridge."
#: a toll that is put at a number, or in one, -> who puts it there
TOLLS = {
    "Floods killed 12 farmers on Monday. Jane Dorrance, a teacher, put the death toll at 19.": ["Jane Dorrance"],
    "Floods killed 12 farmers on Monday. Jane Dorrance, a teacher, set the highest toll in 19.": ["Jane Dorrance"],
}
SPEAKER = f"The United Nations said r{ATTACK}."
OTHERS = f"R{ATTACK} on Monday. Police arrested two teachers on Tuesday, the United Nations said."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*CASES, *PLACES, *QUOTES, *CHAINS, *OWN, FIGURE, OTHERS, HEADLINE, VOICELESS, TOLD_AGAIN, *TOLLS])


@pytest.mark.parametrize("text", CASES)
def test_who_claims_it_and_by_which_verb(told, text):
    event = told[text].event("attacked")
    assert (event["claimants"], event["verb"]) == CASES[text]


@pytest.mark.parametrize("text", PLACES)
def test_where_the_claimant_may_stand(told, text):
    assert told[text].event("attacked")["claimants"] == PLACES[text]


@pytest.mark.parametrize("text", QUOTES)
def test_a_quotation_has_one_speaker_over_its_sentences(told, text):
    assert [told[text].event(word)["claimants"] for word in ("attacked", "arrested")] == [["Jane Dorrance"]] * 2


@pytest.mark.parametrize("text", CHAINS)
def test_whoever_goes_on_speaking_is_the_one_who_spoke(told, text):
    assert told[text].event("bombed")["claimants"] == CHAINS[text]


@pytest.mark.parametrize("text", OWN)
def test_a_verbal_act_is_its_own_speech(told, text):
    assert told[text].event("rejected")["claimants"] == OWN[text]


@pytest.mark.parametrize(("text", "claimants"), [(HEADLINE, ["United Nations"]), (VOICELESS, [])])
def test_a_headline_is_claimed_as_its_lead(told, text, claimants):
    assert told[text].events[0]["claimants"] == claimants


def test_a_figure_is_claimed_as_where_it_is_told_again(told):
    (figure,) = told[TOLD_AGAIN].figures
    assert figure["claimants"] == ["United Nations"]


def test_a_figure_has_its_claimant_too(told):
    (figure,) = told[FIGURE].figures
    assert (figure["claimants"], figure["verb"]) == (["United Nations"], "said")


@pytest.mark.parametrize("text", TOLLS)
def test_whoever_puts_a_toll_at_a_number_claims_it(told, text):
    assert [figure["claimants"] for figure in told[text].figures] == [[], TOLLS[text]]


def test_whoever_claims_it_did_not_do_it(told):
    assert "United Nations" not in told[SPEAKER].event("attacked")["actors"]


def test_a_claim_reaches_no_further_than_its_sentence(told):
    assert told[OTHERS].event("attacked")["claimants"] == []
    assert told[OTHERS].event("arrested")["claimants"] == ["United Nations"]


def test_a_claim_is_about_one_thing(told):
    for reading in told.values():
        claims = reading.tables["attributions"]
        assert claims.filter(claims["event_mention_id"].is_null() == claims["statistic_id"].is_null()).is_empty()


def test_who_accuses_claims_what_he_accuses_somebody_of(read):
    told = read("The opposition accused government forces of gassing 30 villagers on Wednesday.")
    assert told.event("gassing")["claimants"] == ["opposition"]


def test_a_source_is_not_the_army(read):
    told = read("Six people were killed in Chad, military sources said.")
    assert told.event("killed")["claimants"] == ["military sources"]


def test_a_threat_for_ones_own_side_is_not_claimed(read):
    told = read("The Norwegian foreign minister said Norway would impose sanctions on Chad.")
    assert told.event("impose")["claimants"] == []
