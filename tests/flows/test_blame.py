"""Why sides, claims, figures and actors are wrong."""

from types import SimpleNamespace

import pytest

from flows import blame
from flows.recorded import Linked, Recorded

SENTENCE = "Freedonian troops and Sylvania's envoy met the king, a monitor said."
ACTORS = {
    "f": {"name": "Freedonian Army", "country": "FRE", "mentions": ["Freedonian troops"], "kind": "military"},
    "s": {"name": "Government of Sylvania", "country": "SYL", "mentions": ["Sylvania"], "kind": "government"},
    "k": {"name": "Rufus", "country": None, "mentions": ["the king"], "kind": "person"},
    "m": {"name": "Marx Monitor", "country": None, "mentions": ["a monitor"], "kind": "ngo"},
    "q": {"name": "Margaret", "country": "SYL", "mentions": ["the king's sister"], "kind": "person"},
    "x": {"name": "Harpo", "country": None, "mentions": ["Harpo"], "kind": "person"},
}
FOUND = Recorded(
    entry={"e": "accuse.v obj"},
    sides={("e", "actor"): ["'Freedonian troops' by subj: subject"]},
    claims={"c": ["'a monitor' by source phrase: according to"]},
    figures={"n": "kill obj"},
    mentions=[
        (SENTENCE, Linked("Freedonian troops", "Freedonian Army", "FRE", "composed")),
        (SENTENCE, Linked("Sylvania", "Government of Sylvania", "SYL", "country")),
        (SENTENCE, Linked("king", "Freedonian king", "FRE", "reference: where it is set")),
    ],
)


def side(recipients, got_actors=(), got_recipients=(), *, role="recipient", actors=()):
    event = {"type": "ACCUSE", "actors": list(actors), "recipients": list(recipients)}
    row = {"event_mention_id": "e", "sentence_text": SENTENCE, "actor_countries": [], "recipient_countries": []}
    row |= {"actor_names": list(got_actors), "recipient_names": list(got_recipients)}
    return blame.of_side(ACTORS, event, row, role, FOUND)


@pytest.mark.parametrize(
    ("recipients", "got_actors", "got_recipients", "kind"),
    [
        ("s", [], [], "relation: linked in the sentence, not reached"),
        ("k", [], [], "seeds: linked to another actor"),
        ("q", [], [], "reference: not named in the sentence"),
        ("m", [], [], "seeds: not linked at all"),
        ("x", [], [], "reference: not named in the sentence"),
        ("", [], ["Sylvania"], "relation: somebody found, though the text names nobody"),
        ("s", ["Sylvania"], [], "relation: the right one is on the other side"),
        ("s", [], ["Sylvania", "a", "b"], "relation: the right one is among too many others"),
    ],
)
def test_a_wrong_side(recipients, got_actors, got_recipients, kind):
    assert side(recipients, got_actors, got_recipients).kind == kind


def test_a_side_names_the_line_whose_roles_should_lead_there_and_the_rules_used():
    cause = side("", [], [], role="actor", actors="s")
    assert cause.key == "[accuse.v]"
    assert "[accuse.v obj] got 'Freedonian troops' by subj: subject" in cause.detail


@pytest.mark.parametrize(
    ("told", "key", "kind"),
    [
        ("", "c", "claim: found, though the article speaks for itself"),
        ("k", "c", "claim: another claimant"),
        ("s", "none", "claim: linked in the sentence, no reporting rule led there"),
        ("m", "none", "claim: seeds: not linked at all"),
    ],
)
def test_a_wrong_claimant(told, key, kind):
    row = {"sentence_text": SENTENCE, "attribution_verb": None}
    assert blame.of_claim(ACTORS, {"attributed_to": list(told)}, row, key, FOUND).kind == kind


@pytest.mark.parametrize(
    ("value", "text", "read", "rows", "kind"),
    [
        (12, "twelve", None, [], "number: not read"),
        (1, "A guard", None, [], "number: a single one that no measure governs"),
        (12, "twelve", "twelve", [], "number: read, but it counts nothing known"),
        (12, "twelve", None, [{"text": "about twelve", "value": 13.0}], "number: another value"),
        (12, "twelve", None, [{"text": "a dozen", "value": 12.0}], "number: taken for one told already"),
    ],
)
def test_a_missed_figure(value, text, read, rows, kind):
    told = {"value": value, "text": text, "sentence": SENTENCE, "measure": "killed"}
    given = [{"statistic_id": "n", "measure": "killed", "sentence_text": SENTENCE} | row for row in rows]
    reading = SimpleNamespace(number=lambda *_: read)
    assert blame.of_figure("x", told, given, FOUND, reading).kind == kind


@pytest.mark.parametrize(
    ("actor", "known", "kind"),
    [
        ("f", None, "actor: found, but in no event, claim or figure"),
        ("q", None, "actor: its words are linked to another"),
        ("x", "Harpo", "actor: in seeds/actors, not found in the text"),
        ("x", None, "actor: not in seeds/actors and not found by the model"),
    ],
)
def test_a_missed_actor(actor, known, kind):
    reading = SimpleNamespace(knows=lambda _: known)
    assert blame.of_missing_actor(ACTORS[actor], FOUND, reading).kind == kind


def test_lines_of_the_lexicon_are_named_by_their_word():
    assert blame.word_of("open fire.v on") == "[open fire.v]"
    assert blame.entry_of("hit.v " + "x" * 100).endswith("x...]")
