import re

import pytest

from flows.corrections import add, read
from flows.errors import UsageError
from flows.settings import Settings, load
from tests.conftest import ROOT

A, B = "a" * 16, "1" * 16
SPLIT = {"action": "split", "mentions": [A], "apart_from": [B], "reason": 'They said: "no"'}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "corrections.yml"


def test_the_file_of_the_project_is_read():
    assert read(Settings().corrections).of_events == []


def test_what_is_written_is_read_back_behind_what_was_there(path):
    path.write_text("# Mine.\n")
    assert add(path, SPLIT) == "# Mine.\n"
    assert path.read_text().startswith("# Mine.\n\n- action: ")
    ((split),) = read(path).of_events
    assert (split.mentions, split.apart_from, split.reason) == ([A], [B], SPLIT["reason"])


def test_ids_need_no_quotes_and_values_are_of_their_column(path):
    path.write_text(f"""
- action: override
  table: event_mentions
  article: {B}
  id: {B}
  expect: {{date_start: 2020-01-02, confidence: 0.5, date_text: null}}
  set: {{date_end: 2020-01-03, contexts: [military]}}
  reason: no
""")
    (override,) = read(path).of_rows
    assert (override.id, override.expect["date_text"], override.reason) == (B, None, "no")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (f"\n\n- action: join\n  mentions: [{A}]\n  reason: x", r"line 3: mentions: .* at least 2 items"),
        ("- action: burn\n  reason: x", "line 1: the action is burn, and is to be one of 'join', 'split'"),
        ("- reason: x", "line 1: it has no action"),
        ("- [a, b]", "line 1: this is no correction"),
        ("a: b", "is no list of corrections"),
        ("- a: b\n- a: [c", "line 2: this is not YAML .*mend it"),
        ("- a: b\n\tc: d", "line 2: this is not YAML .*cannot start any token"),
        ("- &a [*a]", "line 1: this is not YAML"),
        (f"- &x {{action: join, mentions: [{A}, {B}], reason: x}}\n- *x", "the same join stands there 2 times"),
    ],
)
def test_a_bad_file_is_one_sentence_with_the_line(path, told, why):
    path.write_text(told)
    with pytest.raises(UsageError, match=why) as error:
        read(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_nobody_made_yet_is_an_empty_one(path):
    assert read(path).of_events == []


def test_a_folder_is_no_file_of_corrections(path):
    path.mkdir()
    with pytest.raises(UsageError, match=r"corrections\.yml can't be read \(Is a directory\)"):
        read(path)


def test_corrections_of_the_project_count_beside_those_of_the_warehouse(path, tmp_path, monkeypatch):
    monkeypatch.setattr("flows.corrections.SHARED", tmp_path / "shared.yml")
    add(path, SPLIT)
    (tmp_path / "shared.yml").write_text(f"- {{action: join, mentions: [{A}, {'2' * 16}], reason: Both.}}\n")
    assert [one.action for one in read(path).of_events] == ["join", "split"]
    assert [one.action for one in read(tmp_path / "shared.yml").of_events] == ["join"]


def test_by_default_the_file_is_beside_the_warehouse(tmp_path):
    assert load(warehouse=str(tmp_path / "w.duckdb")).corrections == tmp_path / "corrections.yml"


def test_a_file_that_is_named_has_to_be_there(tmp_path, monkeypatch):
    monkeypatch.setenv("SITREP_CORRECTIONS", str(tmp_path / "mine.yml"))
    with pytest.raises(UsageError, match=r"SITREP_CORRECTIONS is '.*mine.yml'.*there is no such file"):
        load()
    (tmp_path / "mine.yml").touch()
    assert load().corrections == tmp_path / "mine.yml"


def test_what_can_not_be_added_leaves_the_file_as_it_was(path):
    path.write_text("[]\n")
    with pytest.raises(UsageError):
        add(path, SPLIT)
    assert path.read_text() == "[]\n"


def test_a_file_of_their_own_is_made(path):
    add(path, SPLIT)
    assert len(read(path).of_events) == 1


def test_the_examples_of_the_docs_can_be_read(path):
    (shown,) = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs/corrections.md").read_text(), re.MULTILINE | re.DOTALL)
    path.write_text(shown)
    found = read(path)
    actions = [one.action for one in (*found.of_events, *found.of_rows)]
    assert actions == ["join", "split", "drop", "override", "retype", "relink"]
