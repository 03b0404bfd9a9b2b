import pytest

from transforms.annotate.relations import RELATIONS, relations

LIGHT = ["launch", "make", "carry"]
PARTITIVES = ["thousand", "dozen", "member", "group"]


@pytest.fixture
def related(parse):
    """The relations of a text, as words: (predicate, role, argument)."""

    def find(text):
        tokens = parse(text)
        words = dict(tokens.select("t", "text").iter_rows())
        found = relations(tokens, light_verbs=LIGHT, partitives=PARTITIVES, statives=[], clipped=[])
        assert found.schema == RELATIONS
        return {(words[pred], role, words[arg]) for pred, role, arg, _ in found.iter_rows()}

    return find


def sides(found, pred):
    return {(role, arg) for p, role, arg in found if p == pred and role in ("subj", "obj")}


def test_active(related):
    assert sides(related("The rebels attacked the camp."), "attacked") == {("subj", "rebels"), ("obj", "camp")}


def test_the_subject_of_a_passive_is_its_object_and_the_agent_its_subject(related):
    found = related("The camp was attacked by the rebels.")
    assert sides(found, "attacked") == {("subj", "rebels"), ("obj", "camp")}


def test_a_passive_without_agent_has_no_subject(related):
    assert sides(related("The camp was attacked."), "attacked") == {("obj", "camp")}


def test_conjoined_verbs_share_their_subject(related):
    found = related("The army seized and burned the farm.")
    assert ("seized", "subj", "army") in found
    assert ("burned", "subj", "army") in found


def test_conjoined_passives_share_their_object(related):
    found = related("The farm was seized and burned by the army.")
    assert ("seized", "obj", "farm") in found
    assert ("burned", "obj", "farm") in found


def test_conjoined_subjects_both_act(related):
    found = related("Soldiers and rebels attacked the camp.")
    assert sides(found, "attacked") == {("subj", "Soldiers"), ("subj", "rebels"), ("obj", "camp")}


def test_a_subject_controls_the_verb_of_its_complement(related):
    found = related("The rebels agreed to leave the camp.")
    assert ("leave", "subj", "rebels") in found
    assert ("agreed", "comp", "leave") in found


def test_an_object_controls_where_there_is_one(related):
    found = related("The minister urged the rebels to leave the camp.")
    assert sides(found, "leave") == {("subj", "rebels"), ("obj", "camp")}


def test_a_complement_clause_has_its_own_subject(related):
    found = related("The minister said the rebels attacked the camp.")
    assert sides(found, "attacked") == {("subj", "rebels"), ("obj", "camp")}
    assert ("said", "comp", "attacked") in found


def test_the_noun_of_a_relative_clause_stands_for_its_pronoun(related):
    found = related("The soldiers who attacked the camp fled.")
    assert ("attacked", "subj", "soldiers") in found
    assert "who" not in {arg for *_, arg in found}


def test_the_noun_is_the_object_where_the_relative_clause_has_a_subject(related):
    found = related("The camp that the soldiers attacked burned.")
    assert sides(found, "attacked") == {("subj", "soldiers"), ("obj", "camp")}


def test_a_past_participle_behind_a_noun_is_passive(related):
    found = related("Forces backed by Moscow attacked the camp.")
    assert sides(found, "backed") == {("subj", "Moscow"), ("obj", "Forces")}
    assert ("attacked", "subj", "Forces") in found


def test_a_past_participle_before_a_noun_is_passive(related):
    assert ("backed", "obj", "forces") in related("Moscow-backed forces attacked the camp.")


def test_a_present_participle_is_active(related):
    assert ("attacking", "subj", "Police") in related("Police attacking the camp fled.")


def test_the_subject_of_a_light_verb_acts_in_its_noun(related):
    found = related("The army launched an attack on the camp.")
    assert ("attack", "subj", "army") in found
    assert ("attack", "on", "camp") in found


def test_other_verbs_hand_nothing_to_their_noun(related):
    assert ("attack", "subj", "minister") not in related("The minister condemned an attack on the camp.")


@pytest.mark.parametrize(
    ("text", "who"), [("Thousands of troops fled.", "troops"), ("Members of the council fled.", "council")]
)
def test_a_partitive_stands_for_what_it_measures_out(related, text, who):
    assert ("fled", "subj", who) in related(text)


def test_what_belongs_to_another_noun_is_no_argument(related):
    assert ("fled", "subj", "council") not in related("The guests of the council fled.")


def test_a_preposition_is_a_role_of_its_own(related):
    found = related("The army attacked the camp in the valley with rockets.")
    assert {("attacked", "in", "valley"), ("attacked", "with", "rockets")} <= found


def test_a_preposition_behind_another_belongs_to_the_verb_too(related):
    assert ("pulled", "of", "city") in related("The rebels pulled out of the city.")


def test_owner_recipient_and_particle(related):
    assert ("attack", "poss", "army") in related("The army's attack failed.")
    assert ("gave", "iobj", "farmers") in related("The rebels gave the farmers food.")
    assert ("cut", "prt", "off") in related("He cut off the water.")


def test_each_relation_is_told_once(parse):
    tokens = parse("Soldiers and thousands of rebels attacked and burned the camp that they had seized.")
    found = relations(tokens, light_verbs=LIGHT, partitives=PARTITIVES, statives=[], clipped=[])
    assert found.select("pred", "role", "arg").is_unique().all()


def test_whoever_is_found_killed_did_nothing(related):
    found = related("The lawyer was found strangled in Lima.")
    assert ("strangled", "obj", "lawyer") in found
    assert ("strangled", "subj", "lawyer") not in found
