import pytest

#: text -> the reacting word, whom it is aimed at
REACTIONS = {
    "Rwanda accused Burundi of violating its airspace on Tuesday. The government in Bujumbura denied the allegation.": (
        "denied", ["Government of Rwanda"],
    ),
    "Uruguay imposed sanctions on Iran on Tuesday. The Iranian foreign ministry criticised the decision.": (
        "criticised", ["Government of Uruguay"],
    ),
    "Chile expelled two Peruvian diplomats on Monday. Peru condemned the expulsion on Tuesday.": (
        "condemned", ["Government of Chile"],
    ),
    "Amnesty International called on Norway on Monday to free two nurses. Norway dismissed the appeal.": (
        "dismissed", ["Amnesty International"],
    ),
}  # fmt: skip
NOTHING_BEFORE = "The mayor of Oslo criticised the decision on Monday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*REACTIONS, NOTHING_BEFORE])


@pytest.mark.parametrize("text", REACTIONS)
def test_a_reaction_is_aimed_at_whoever_did_it(told, text):
    trigger, recipients = REACTIONS[text]
    assert told[text].event(trigger)["recipients"] == recipients


def test_without_an_act_before_it_is_aimed_at_nobody(told):
    assert told[NOTHING_BEFORE].event("criticised")["recipients"] == []


def test_what_is_called_false_is_of_whoever_reported_it(read):
    told = read("Reuters reported on Monday that Egypt bombed Libya. The Egyptian army said the report was false.")
    assert told.event("false")["recipients"] == ["Reuters"]
