"""The list of what is missing or wrong, and its causes."""

import json

import pytest

from flows.misses import Cause, Miss, causes, listing, short
from tests.conftest import sitrep
from warehouse.query import query

MISSES = [
    Miss("a.txt", "missed event", "ASSAULT 'raid' in: x", Cause("lexicon: no line", "raid", "no line for 'raid'")),
    Miss("a.txt", "wrong status", "AGREE 'sign' in: x", Cause("status rule", "aux: would")),
    Miss("b.txt", "missed event", "ASSAULT 'raid' in: y", Cause("lexicon: no line", "raid", "no line for 'raid'")),
]


def test_misses_stand_by_article_with_their_cause():
    assert listing(MISSES) == [
        "",
        "a.txt",
        "  missed event ASSAULT 'raid' in: x",
        "      lexicon: no line: no line for 'raid'",
        "  wrong status AGREE 'sign' in: x",
        "      status rule: aux: would",
        "",
        "b.txt",
        "  missed event ASSAULT 'raid' in: y",
        "      lexicon: no line: no line for 'raid'",
    ]


def test_the_commonest_cause_comes_first():
    assert causes(MISSES) == [
        "causes, commonest first",
        "    2  missed event: lexicon: no line",
        "         raid (2)",
        "    1  wrong status: status rule",
        "         aux: would",
    ]


def test_long_sentences_are_cut():
    assert short("a  b\nc") == "a b c"
    assert short("word " * 100).endswith("word ...")


@pytest.fixture(scope="module")
def told(sample_run, tmp_path_factory):
    """What `sitrep score` says of gold with one event that the rows lack, and nothing else."""
    article = query(
        sample_run.warehouse,
        "SELECT source_name, s.text FROM sentences AS s JOIN articles USING (article_id) JOIN event_mentions AS e "
        "USING (sentence_id) WHERE s.text NOT LIKE '%summer%' ORDER BY source_name, s.start_char LIMIT 1",
    ).row(0)
    event = {
        "event_id": "e1", "sentences": [article[1]], "trigger": "summer", "type": "PROTEST", "actors": [],
        "recipients": [], "status": "actual", "date_start": None, "attributed_to": [],
    }  # fmt: skip
    path = tmp_path_factory.mktemp("gold") / "gold.json"
    path.write_text(json.dumps({"article": article[0], "actors": [], "events": [event], "statistics": []}))
    return path


def test_each_miss_is_told_with_its_cause(sample_run, told):
    done = sitrep("score", told, "--warehouse", sample_run.warehouse)
    assert done.code == 0, done
    assert "  missed event PROTEST 'summer' in: " in done.out
    assert "  further event " in done.out
    assert "  further actor " in done.out
    assert "\ncauses, commonest first\n" in done.out
    assert "loaded with other rules" not in done.out


def test_figures_alone(sample_run, told):
    done = sitrep("score", told, "--no-misses", "--warehouse", sample_run.warehouse)
    assert done.code == 0, done
    assert done.out.startswith("1 gold article\n")
    assert "missed event" not in done.out
