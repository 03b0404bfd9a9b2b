import pytest

HE = "President Emmanuel Macron met farmers near the old bridge. He promised them money and water."
THEY = "Boko Haram fighters burned the village on Friday. They killed three farmers, the mayor said."
SAME_NOUN = "Egypt's foreign ministry answered the letter on Friday. The foreign ministry rejected the offer."
DOMESTIC = "Rebels attacked a market in Mali on Friday. The government condemned the attack."
WE = '"We attacked the base at dawn," said a spokesman for the Taliban.'
FAR = (
    "President Emmanuel Macron met farmers near the bridge. The river was high. The rain fell on the fields. "
    "The market was closed for a week. The old mill stood empty. He opened the gate."
)
EMIRATE = "Qatar rejected the offer. Egypt imposed an embargo on the emirate on Friday."
JUDGE = "Magistrate Jane Dorrance sentenced a Chinese smuggler to a fine in Nairobi on Wednesday."
NOBODY = "He opened the gate near the bridge on Friday, and the cows left the field."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([HE, THEY, SAME_NOUN, DOMESTIC, WE, FAR, EMIRATE, JUDGE, NOBODY])


@pytest.mark.parametrize(("text", "pronoun", "name"), [(HE, "He", "Emmanuel Macron"), (THEY, "They", "Boko Haram")])
def test_a_pronoun_is_the_nearest_earlier_mention_that_fits(told, text, pronoun, name):
    assert told[text].actor(pronoun)["name"] == name


def test_whoever_a_pronoun_means_takes_part_in_the_event(told):
    assert told[THEY].event("killed")["actors"] == ["Boko Haram"]


def test_a_pronoun_far_from_any_mention_is_nobody(told):
    assert "He" not in told[FAR].actors


def test_a_pronoun_without_antecedent_is_nobody(told):
    assert "He" not in told[NOBODY].actors


def test_the_same_noun_again_is_the_same_actor(told):
    reading = told[SAME_NOUN]
    assert reading.actor("foreign ministry")["actor_id"] == reading.actor("Egypt's foreign ministry")["actor_id"]


def test_the_government_is_that_of_the_country_the_article_speaks_of(told):
    assert told[DOMESTIC].actor("government")["country"] == "MLI"
    assert told[DOMESTIC].event("condemned")["actors"] == ["Government of Mali"]


def test_rebels_are_those_of_the_country_the_sentence_is_set_in(told):
    assert told[DOMESTIC].actor("Rebels")["country"] == "MLI"


def test_we_in_a_quotation_is_the_speaker(told):
    assert told[WE].actor("We")["name"] == "Taliban"
    assert told[WE].event("attacked")["actors"] == ["Taliban"]


def test_a_form_of_state_is_the_state_that_has_it(told):
    assert told[EMIRATE].actor("emirate")["name"] == "Government of Qatar"


def test_a_judge_belongs_where_the_sentence_is_set(told):
    assert told[JUDGE].actor("Jane Dorrance")["country"] == "KEN"


def test_who_speaks_with_him_is_somebody_else(read):
    text = "Donald Trump called Rex Tillerson on Monday. Tillerson said he did not speak with him on Sunday."
    assert set(read(text, "2017-10-03").event("speak")["actors"]) == {"Donald Trump", "Rex Tillerson"}


def test_a_subject_pronoun_hands_on_whom_it_means(read):
    text = (
        "Karim Wade was sentenced in May. He was released by the office of Sheriff Joe Arpaio. "
        "He was arrested again in June."
    )
    assert read(text).event("arrested")["recipients"] == ["Karim Wade"]


def test_they_are_the_leaders_named_before(read):
    text = "Palestinian leaders met on Monday. They criticised Israel."
    assert read(text).event("criticised")["actors"] == ["Palestinian leader"]


def test_the_administration_is_that_of_the_united_states(read):
    text = "Iran criticised the United States. The administration imposed sanctions on Iran, and Iran protested."
    assert read(text).event("imposed")["actors"] == ["Government of the United States"]


def test_it_is_whoever_is_quoted(read):
    text = "State television quoted the army as saying that it had shot down two drones on Sunday."
    event = read(text).event("shot down")
    assert (event["actors"], event["claimants"]) == (["army"], ["army", "state television"])


def test_a_country_named_later_explains_nothing_before(read):
    text = "Gunmen killed nine people in Mopti. The government blamed jihadists. The French government offered help."
    assert read(text).event("blamed")["actors"] == ["Government of Mali"]


def test_a_place_named_later_explains_nothing_before(read):
    text = "The government resigned on Monday. Residents of Paris saw the minister. Chad's government had lost a vote."
    assert "Government of France" not in read(text).event("resigned")["actors"]


def test_foreign_fighters_are_not_of_the_country_told_beside_them(read):
    reading = read("Malian soldiers and foreign fighters killed 20 farmers.")
    assert {row["country"] for row in reading.actors["foreign fighters"]} == {None}
