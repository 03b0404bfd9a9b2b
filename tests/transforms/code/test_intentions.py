import pytest

PROMISE = "Norway said on Monday that it would release the two engineers of Belarus."
READY = "The Norwegian minister said Norway is ready to send food to Chad."
THREAT = "Norway said it would ban the import of timber from Belarus."
UNLESS = "Norway said it will withdraw its troops from Chad unless the rebels disarm."
REFUSAL = "Norway said it would not accept any more refugees from Belarus."
OTHERS = "The farmers said that Norway would release the two engineers of Belarus."
AID = "Norway said it will give 20 million dollars to Chad."
VISIT = "The premier of Norway said he will visit Chad in June."
OUTRAGE = "The raid on the village is an outrage, the envoy of Norway said."
UNSAID = "The raid on the village is an outrage."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([PROMISE, READY, THREAT, UNLESS, REFUSAL, OTHERS, AID, VISIT, OUTRAGE, UNSAID])


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "mode"),
    [
        (PROMISE, "release", "AGREE", None),
        (READY, "send", "AGREE", None),
        (THREAT, "ban", "THREATEN", "restrict"),
        (UNLESS, "withdraw", "THREATEN", None),
        (REFUSAL, "accept", "REJECT", None),
    ],
)
def test_what_somebody_says_they_will_do_is_the_statement(told, text, trigger, kind, mode):
    event = told[text].event(trigger)
    assert (event["type"], event["mode"], event["status"], event["actors"]) == (
        kind,
        mode,
        "actual",
        ["Government of Norway"],
    )


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "status"),
    [(AID, "give", "AID", "future"), (VISIT, "visit", "CONSULT", "future"), (OTHERS, "release", "RETREAT", None)],
)
def test_aid_meetings_and_what_others_will_do_stay_acts_to_come(told, text, trigger, kind, status):
    event = told[text].event(trigger)
    assert event["type"] == kind
    assert event["status"] == (status or event["status"]) != "actual"


def test_a_judgement_is_passed_by_who_says_it(told):
    (event,) = [e for e in told[OUTRAGE].events if e["type"] == "ACCUSE"]
    assert event["actors"] != []
    assert [e for e in told[UNSAID].events if e["type"] == "ACCUSE"] == []


REFUSALS = {
    "Norway will not accept the ships of Chile, state radio reported on Monday.": None,
    "Norway said it would not comply with the ruling.": "yield",
    "Norway said it would not attend the summit in Doha.": "meet",
    "Norway has promised to boycott the vote in Gao.": None,
}
MORE_ATTACKS = "Norway said it would carry out more attacks on Chile."


@pytest.fixture(scope="module")
def refused(read_all):
    return read_all([*REFUSALS, MORE_ATTACKS])


@pytest.mark.parametrize(("text", "mode"), REFUSALS.items())
def test_a_refusal_is_an_act_that_happened(refused, text, mode):
    event = next(e for e in refused[text].events if e["type"] == "REJECT")
    assert (event["status"], event["mode"], event["actors"]) == ("actual", mode, ["Government of Norway"])


def test_an_act_told_by_a_noun_is_threatened_with_its_verb(refused):
    event = refused[MORE_ATTACKS].event("attacks")
    assert (event["type"], event["mode"], event["status"]) == ("THREATEN", "violence", "actual")
