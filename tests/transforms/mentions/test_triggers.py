import pytest

from seeds.loading import load
from transforms.annotate.relations import relations
from transforms.mentions.triggers import TRIGGERS, facts_of, find_candidates, find_triggers, lexicon

HEADER = "word,pos,needs,blocks,type,mode,actor,recipient,example"


@pytest.fixture
def triggers(parse, tmp_path):
    """What the lines of a lexicon make of a text; `actors`, `places`: words that head such a mention."""

    def find(text, *lines, actors=(), places=()):
        folder = tmp_path / "lexicon"
        folder.mkdir(exist_ok=True)
        (folder / "words.csv").write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        tokens = parse(text)
        related = relations(tokens, light_verbs=["launch"], partitives=["dozen"], statives=[], clipped=[])
        heads = [tokens.filter(tokens["text"].is_in(list(words))).select(head_t="t") for words in (actors, places)]
        facts = facts_of(tokens, related, actor_heads=heads[0], place_heads=heads[1])
        listed = lexicon(load(tmp_path))
        found = find_triggers(find_candidates(tokens, listed), related, facts, listed)
        assert found.schema == TRIGGERS
        words = dict(tokens.select("t", "text").iter_rows())
        return [row | {"word": words[row["t"]]} for row in found.iter_rows(named=True)]

    return find


def told(found):
    return [(row["word"], row["event_type"], row["event_mode"]) for row in found]


def test_a_verb_is_found_in_every_form(triggers):
    line = "shell,verb,,,ASSAULT,heavy-weapons,,,"
    for text in ("They shelled the hill.", "They were shelling the hill.", "The hill was shelled."):
        assert [row[1:] for row in told(triggers(text, line))] == [("ASSAULT", "heavy-weapons")]


def test_a_verb_is_no_noun(triggers):
    assert told(triggers("The shells lay on the beach.", "shell,verb,,,ASSAULT,,,,")) == []
    assert told(triggers("The shells lay on the beach.", "shell,noun,,,ASSAULT,,,,")) == [("shells", "ASSAULT", None)]


def test_a_need_holds_where_the_object_has_the_lemma(triggers):
    line = "hold,verb,obj:talk|meeting,,CONSULT,meet,,,"
    assert told(triggers("They held talks in the hall.", line)) == [("held", "CONSULT", "meet")]
    assert told(triggers("They held the rope in the hall.", line)) == []


def test_every_need_has_to_hold(triggers):
    line = "hold,verb,obj:talk subj:envoy,,CONSULT,,,,"
    assert len(triggers("Envoys held talks in the hall.", line)) == 1
    assert triggers("Farmers held talks in the hall.", line) == []


def test_a_need_of_a_role_alone_holds_for_any_word_in_it(triggers):
    line = "withdraw,verb,from,,RETREAT,,,,"
    assert len(triggers("They withdrew from the valley.", line)) == 1
    assert triggers("They withdrew the motion.", line) == []


def test_a_need_of_a_compound(triggers):
    line = "sign,verb,obj:peace_deal,,AGREE,,,,"
    assert len(triggers("They signed a peace deal.", line)) == 1
    assert triggers("They signed a record deal.", line) == []


def test_a_need_of_a_class_asks_for_a_mention(triggers):
    line = "strike,verb,obj:@actor|@place,,ASSAULT,,,,"
    text = "They struck the valley and left."
    assert triggers(text, line) == []
    assert len(triggers(text, line, places=["valley"])) == 1
    assert len(triggers(text, line, actors=["valley"])) == 1


def test_a_need_of_money(triggers):
    line = "give,verb,obj:@money,,AID,,,,"
    assert len(triggers("Norway gave the village $5 million.", line)) == 1
    assert triggers("Norway gave the village a bridge.", line) == []


def test_a_block_stops_a_line(triggers):
    line = "arrest,verb,,obj:attention,COERCE,arrest,,,"
    assert len(triggers("They arrested the thief.", line)) == 1
    assert triggers("They arrested our attention.", line) == []


def test_the_line_with_the_most_terms_wins(triggers):
    found = triggers(
        "They fired tear gas at the crowd.",
        "fire,verb,,,ASSAULT,firearms,,,",
        "fire,verb,obj:gas,,COERCE,,,,",
    )
    assert told(found) == [("fired", "COERCE", None)]


def test_a_minus_line_says_no_event(triggers):
    lines = ("attack,verb,,,ASSAULT,,,,", "attack,verb,obj:problem,,-,,,,")
    assert triggers("They attacked the problem.", *lines) == []
    assert len(triggers("They attacked the village.", *lines)) == 1


def test_the_longest_word_wins_and_its_parts_tell_nothing_more(triggers):
    found = triggers(
        "An air strike destroyed the mill.",
        "strike,noun,,,PROTEST,strike,,,",
        "air strike,noun,,,ASSAULT,aerial,,,",
    )
    assert told(found) == [("strike", "ASSAULT", "aerial")]
    assert found[0]["last"] - found[0]["first"] == 1


def test_a_longer_minus_line_hides_the_shorter_word(triggers):
    lines = ("attack,noun,,,ASSAULT,,,,", "heart attack,noun,,,-,,,,")
    assert triggers("He died of a heart attack.", *lines) == []


def test_a_hyphen_is_as_good_as_a_blank(triggers):
    line = "cease fire,noun,,,AGREE,ceasefire,,,"
    assert len(triggers("The cease-fire held for a week.", line)) == 1


def test_a_word_tells_one_event_at_most(triggers):
    lines = ("meet,verb,,,CONSULT,,,,", "meet,verb,subj:envoy,,CONSULT,visit,,,", "meet,verb,with,,COOPERATE,,,,")
    assert len(triggers("Envoys met with the mayor.", *lines)) == 1


def test_the_entry_names_word_and_needs(triggers):
    found = triggers("They held talks.", "hold,verb,obj:talk,,CONSULT,,,,")
    assert found[0]["lexicon_entry"] == "hold.v obj:talk"


def test_a_line_without_roles_has_subject_and_object(triggers):
    found = triggers("They shelled the hill.", "shell,verb,,,ASSAULT,,,,")[0]
    assert (found["actor_roles"][0], found["recipient_roles"][0]) == ("subj", "obj")


def test_a_line_may_name_roles_of_its_own_or_nobody(triggers):
    found = triggers("The hill suffered losses.", "suffer,verb,,,ASSAULT,,-,subj,")[0]
    assert (found["actor_roles"], found["recipient_roles"][0]) == (["-"], "subj")


def test_a_line_of_another_part_of_speech_or_without_type_is_no_entry(triggers):
    assert triggers("They ran quickly.", "quickly,adv,,,RETREAT,,,,", "run,verb,,,,,,,") == []


@pytest.mark.parametrize(
    ("text", "event_type", "mode"),
    [
        ("Gunmen abducted two engineers near the old mine on Friday.", "ASSAULT", "abduct"),
        ("Police arrested the two men at the old mine on Friday.", "COERCE", "arrest"),
        ("Thousands of students marched in Khartoum against the new law on Friday.", "PROTEST", "demo"),
        ("The two ministers held talks in Oslo about the river on Friday.", "CONSULT", None),
        ("Norway imposed sanctions on Belarus over the vote on Friday.", "SANCTION", None),
        ("The army withdrew its troops from the valley on Friday.", "RETREAT", "withdraw"),
    ],
)
def test_the_lexicon_of_the_seeds_reads_plain_sentences(read, text, event_type, mode):
    events = read(text).events
    assert event_type in {event["type"] for event in events}
    assert mode is None or mode in {event["mode"] for event in events}


def test_noun_of_a_phrase_is_no_event_of_its_own(read):
    (event,) = read("Miners went on strike in Rustenburg on Tuesday.").events
    assert (event["type"], event["mode"]) == ("PROTEST", "strike")


def test_currency_is_money(read):
    assert read("Germany gave UNICEF 20 million euros.").event("gave")["type"] == "AID"
