"""What the lexicon and the steps after it decided about a word or a number."""

from types import SimpleNamespace

import polars as pl
import pytest

from flows.readings import Readings, Word
from seeds.loading import Seeds
from transforms.mentions.triggers import lexicon

LINES = """\
word,pos,needs,blocks,type,mode,actor,recipient,example
shell,verb,,obj:pea,ASSAULT,heavy-weapons,,,x
strike,verb,obj:deal|pact,,AGREE,,,,x
strike,verb,obj:tone,,-,,,,x
march,noun,,,PROTEST,demo,,,x
"""
WORDS = {
    0: [Word(1, "shelled", "shell", "VERB"), Word(2, "peas", "pea", "NOUN")],
    1: [Word(11, "struck", "strike", "VERB"), Word(12, "pose", "pose", "NOUN")],
    2: [Word(21, "struck", "strike", "VERB"), Word(22, "tone", "tone", "NOUN")],
    3: [Word(31, "Crowds", "crowd", "NOUN"), Word(32, "march", "march", "VERB")],
    4: [Word(41, "raid", "raid", "NOUN"), Word(42, "hit", "hit", "VERB"), Word(43, "will", "will", "AUX")],
}
SENTENCES = {
    sent: " ".join([*(word.text for word in words), *(f"w{sent}{n}" for n in range(6))])
    for sent, words in WORDS.items()
}
FACTS = {1: {("obj", "pea"), ("obj", "*")}, 11: {("obj", "pose")}, 21: {("obj", "tone")}}
NO_STATUS = pl.DataFrame(schema={"t": pl.UInt32, "status": pl.String, "status_rule": pl.String})
NO_ACTS = pl.DataFrame(schema={"t": pl.UInt32, "into": pl.UInt32})


@pytest.fixture
def reading(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "verbs.csv").write_text(LINES)

    def make(status=NO_STATUS, acts=NO_ACTS, read=None, triggers=()):
        known = SimpleNamespace(lexicon=lexicon(Seeds(tmp_path, "")), actors=None)
        coded = SimpleNamespace(
            status=status, acts=acts, triggers=pl.DataFrame({"t": list(triggers)}, {"t": pl.UInt32})
        )
        return Readings(known, coded, {"x": SENTENCES}, WORDS, FACTS, read or {}, {4: [(12.0, "a dozen")]})

    return make


@pytest.mark.parametrize(
    ("sent", "trigger", "event_type", "kind", "detail"),
    [
        (4, "raid", "ASSAULT", "lexicon: no line", "'raid' (NOUN)"),
        (0, "shelled", "ASSAULT", "lexicon: blocked", "[shell.v] ASSAULT, blocked by obj:pea"),
        (1, "struck", "AGREE", "lexicon: its needs are not met", "not met: obj:deal|pact"),
        (1, "struck", "ASSAULT", "lexicon: no line of that type", "no ASSAULT of 'strike'"),
        (2, "struck", "AGREE", "lexicon: a reading that is no event", "[strike.v] -"),
        (3, "march", "PROTEST", "lexicon: another part of speech", "listed as noun, read as VERB"),
        (4, "zigzag", "ASSAULT", "sentence: the trigger is not in it", ""),
    ],
)
def test_a_word_that_the_lexicon_makes_no_event_of(reading, sent, trigger, event_type, kind, detail):
    cause = reading().why_no_event("x", [SENTENCES[sent]], trigger, event_type)
    assert cause.kind == kind
    assert detail in cause.detail


def test_a_sentence_that_is_not_coded(reading):
    assert reading().why_no_event("x", ["Nothing like it anywhere."], "raid", "ASSAULT").kind == "sentence: not coded"


@pytest.mark.parametrize(
    ("status", "into", "triggers", "kind"),
    [
        (None, None, (), "dropped: inside a name or a date"),
        ("-", None, (), "dropped: status says it is no event"),
        ("actual", None, (), "dropped: part of another event"),
        ("actual", 41, (), "dropped: told by another word"),
        ("actual", 42, (), "dropped: only refers to an event"),
        ("actual", 42, (42,), "found, but paired with another record"),
    ],
)
def test_a_word_that_a_later_step_drops(reading, status, into, triggers, kind):
    found = reading(
        NO_STATUS if status is None else pl.DataFrame([(42, status, "mark: if")], NO_STATUS.schema, orient="row"),
        NO_ACTS if into is None else pl.DataFrame([(42, into)], NO_ACTS.schema, orient="row"),
        {42: "hit.v obj"},
        triggers,
    )
    assert found.why_no_event("x", [SENTENCES[4]], "hit", "ASSAULT").kind == kind


def test_of_several_words_the_one_that_came_nearest_is_blamed(reading):
    cause = reading(read={42: "hit.v"}).why_no_event("x", [SENTENCES[4]], "raid will hit", "ASSAULT")
    assert cause.key == "[hit.v]"


def test_numbers_that_were_read(reading):
    assert reading().number("x", SENTENCES[4], 12) == "a dozen"
    assert reading().number("x", SENTENCES[4], 13) is None
    assert reading().number("x", SENTENCES[3], 12) is None
