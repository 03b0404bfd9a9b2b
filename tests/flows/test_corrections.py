import re

import pytest

from flows.corrections import add, read
from flows.errors import UsageError
from flows.settings import Settings
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
        ("- action: burn\n  reason: x", "line 1: input tag 'burn'"),
        ("- [a, b]", "line 1: .*dict"),
        ("a: b", "is no list of corrections"),
        ("- a: [", "is not YAML: .*line 1"),
        (f"- &x {{action: join, mentions: [{A}, {B}], reason: x}}\n- *x", "the same join stands there 2 times"),
    ],
)
def test_a_bad_file_is_one_sentence_with_the_line(path, told, why):
    path.write_text(told)
    with pytest.raises(UsageError, match=why) as error:
        read(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_said(path):
    with pytest.raises(UsageError, match="SITREP_CORRECTIONS names it, and it may be empty"):
        read(path)


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
