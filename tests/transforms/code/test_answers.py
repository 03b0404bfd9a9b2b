import pytest

#: text -> the word of the demand or the answer, whom it is aimed at
AIMED = {
    "Chad sent rifles to Gabon despite pleas from Norway to stop.": ("pleas", ["Government of Chad"]),
    "Nurses in Oslo urged the rector on Monday to resign. The rector refused to step down.": ("refused", ["nurses"]),
    "Amnesty International accused Mali of torture. Mali denied that Chad had helped it.": (
        "denied", ["Amnesty International"],
    ),
    "Mali denied that Chad had shelled a port, as Norway alleged on Monday.": ("denied", ["Government of Norway"]),
    "Norway declined to sign the treaty despite pressure by Peru.": ("declined", ["Government of Peru"]),
}  # fmt: skip
UNASKED = "Peru denied that Chad had shelled the port."
AIMED_AT_OTHERS = "Nurses urged Peru to pay more. Chad refused to pay."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*AIMED, UNASKED, AIMED_AT_OTHERS])


@pytest.mark.parametrize("text", AIMED)
def test_demands_and_answers_are_between_who_asks_and_who_is_asked(told, text):
    trigger, recipients = AIMED[text]
    assert told[text].event(trigger)["recipients"] == recipients


def test_whom_a_denial_speaks_of_is_not_contradicted(told):
    assert told[UNASKED].event("denied")["recipients"] == []


def test_who_was_asked_nothing_answers_nobody(told):
    assert told[AIMED_AT_OTHERS].event("refused")["recipients"] == []


def test_whoever_is_contradicted_does_not_claim_the_denial(told):
    denial = "Mali denied that Chad had shelled a port, as Norway alleged on Monday."
    assert told[denial].event("denied")["claimants"] == []
