import pytest

VILLAGE = "the village near the old bridge"
CASES = {
    f"Rebels attacked {VILLAGE} on Monday.": ("attacked", "actual"),
    f"Police had arrested two men in {VILLAGE} on Monday.": ("arrested", "actual"),
    f"The mayor said that rebels attacked {VILLAGE}.": ("attacked", "actual"),
    f"Rebels will attack {VILLAGE} on Friday.": ("attack", "future"),
    f"The rebels plan to attack {VILLAGE}.": ("attack", "future"),
    f"The army is expected to attack {VILLAGE} on Friday.": ("attack", "future"),
    f"Rebels may attack {VILLAGE} this week.": ("attack", "hypothetical"),
    "Norway wants to sanction Belarus over the vote.": ("sanction", "hypothetical"),
    f"Rebels did not attack {VILLAGE}.": ("attack", "negated"),
    f"Rebels never attacked {VILLAGE}.": ("attacked", "negated"),
    f"The rebels failed to attack {VILLAGE}.": ("attack", "negated"),
    f"Rebels are going to attack {VILLAGE}.": ("attack", "future"),
    "Chad has yet to sign the pact with Norway.": ("sign", "negated"),
    "Norway no longer supports Belarus.": ("supports", "negated"),
    "The mayor called off talks with farmers.": ("talks", "negated"),
    "The mayor called off the feast after talks with farmers.": ("talks", "actual"),
    "Farmers voted for sanctions against Norway.": ("sanctions", "hypothetical"),
    "The mayor neither praised nor condemned Norway.": ("condemned", "negated"),
    f"The case is not linked to the fire, but police raided {VILLAGE}.": ("raided", "actual"),
    "Norway never paid the fee demanded by the rebels of Chad.": ("demanded", "actual"),
    "The rebels said they had not shelled the camp and accused Norway.": ("accused", "actual"),
    f"The rebels had not attacked or looted {VILLAGE}.": ("attacked", "negated"),
    "Norway attacked neither Chad nor Belarus.": ("attacked", "negated"),
    "Neither Chad nor Belarus attacked Norway.": ("attacked", "negated"),
    f"Police arrested no one in {VILLAGE}.": ("arrested", "negated"),
    "Nobody was arrested or expelled by Norway.": ("expelled", "negated"),
    f"Police arrested no one but protesters in {VILLAGE}.": ("arrested", "actual"),
    "Norway expelled no fewer than ten diplomats of Chad.": ("expelled", "actual"),
    f"Rebels might have looted {VILLAGE} and burned houses.": ("burned", "hypothetical"),
    "The rebels had not attacked Kigali and withdrew from Goma.": ("withdrew", "actual"),
    "No rebels were killed but expelled by Norway.": ("expelled", "actual"),
    f"Rebels not only looted {VILLAGE}.": ("looted", "actual"),
    "Norway did not rule out expelling the envoy of Chad.": ("expelling", "hypothetical"),
    f"The army has not stopped shelling {VILLAGE}.": ("shelling", "actual"),
    "Norway is yet to be attacked by Chad.": ("attacked", "negated"),
    "Norway said it would reject the plan of Belarus.": ("reject", "actual"),
}
NO_EVENT = (
    f"If rebels attack {VILLAGE}, the farmers will leave.",
    f"The envoy avoided a clash in {VILLAGE}.",
    f"Rebels could attack {VILLAGE} at any time.",
    f"Even if rebels attack {VILLAGE}, the farmers will stay.",
    f"Farmers brace for an attack on {VILLAGE}.",
)
DENIED = f"The mayor denied that rebels attacked {VILLAGE}."
DEMANDED = "The mayor called on the rebels to release the two engineers."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*CASES, *NO_EVENT, DENIED, DEMANDED])


@pytest.mark.parametrize("text", CASES)
def test_whether_it_happened(told, text):
    trigger, status = CASES[text]
    assert told[text].event(trigger)["status"] == status


def test_every_status_names_its_rule(told):
    for reading in told.values():
        assert reading.tables["event_mentions"]["status_rule"].null_count() == 0


def test_a_denial_is_an_event_of_its_own(told):
    event = told[DENIED].event("denied")
    assert (event["type"], event["status"], event["actors"]) == ("REJECT", "actual", ["mayor"])


def test_what_is_only_demanded_is_part_of_the_demand(told):
    assert [(event["type"], event["status"]) for event in told[DEMANDED].events] == [("REQUEST", "actual")]


@pytest.mark.parametrize("text", NO_EVENT)
def test_a_condition_a_possibility_or_something_averted_is_no_event(told, text):
    assert told[text].events == []


def test_aid_that_is_only_pledged_is_to_come(read):
    (event,) = read("Norway pledged nine million dollars for survivors of the storm in Chad.").events
    assert (event["type"], event["status"]) == ("AID", "future")


def test_what_is_to_be_is_to_come(read):
    (event,) = read("The foreign ministers of Norway and Chad are to meet in Lima.").events
    assert (event["type"], event["status"]) == ("CONSULT", "future")


def test_who_was_able_to_do_it_did_it(read):
    text = "The rebels were able to capture the town of Goma on Monday."
    assert read(text).event("capture")["status"] == "actual"


def test_no_auxiliary_reaches_a_finite_verb_behind_it(read):
    text = "The banker said the money could end up abroad and criticised the mayor of Lima."
    assert read(text).event("criticised")["status"] == "actual"


@pytest.mark.parametrize("text", ["No agreement was reached in Quito.", "The rivals reached no agreement on Friday."])
def test_no_agreement_is_a_failure_that_came_about(read, text):
    assert [(e["type"], e["status"]) for e in read(text).events] == [("REJECT", "actual")]
