"""What was removed from a warehouse stays so when an older backup takes its place."""

from __future__ import annotations

import pytest

from tests.builders import valid_tables
from tests.warehouse.loads import load
from warehouse import backup
from warehouse.query import query
from warehouse.removals import readmit, remove, removed

ARTICLES = valid_tables()["articles"]["article_id"].to_list()


@pytest.fixture
def held(full, tmp_path):
    """A backup of `full`, in which nothing is removed yet."""
    backup.backup(full, tmp_path / "held")
    return tmp_path / "held"


def take(path, article, kind, reason="A court said so"):
    remove(path, [article], kind=kind, reason=reason, run_id=str(len(reason)) * 8)


def there(path):
    return set(query(path, "SELECT article_id FROM articles")["article_id"])


@pytest.mark.parametrize("kind", ["forgotten", "withdrawn"])
def test_an_article_that_was_removed_since_is_removed_again(full, held, kind):
    take(full, ARTICLES[0], kind)
    done = backup.restore(held, full, force=True)
    assert done.again == {kind: 1}
    assert there(full) == set(ARTICLES[1:])
    assert removed(full).select("article_id", "kind", "reason").rows() == [(ARTICLES[0], kind, "A court said so")]


def test_no_word_of_a_forgotten_article_comes_back(full, held):
    text = query(full, "SELECT text FROM articles WHERE article_id = ?", [ARTICLES[0]]).item().encode()
    remove(full, ARTICLES, kind="forgotten", reason="A court said so", run_id="f" * 16)
    backup.restore(held, full, force=True)
    assert text[:12] not in full.read_bytes()


def test_each_reason_stays_with_its_article(full, held):
    take(full, ARTICLES[0], "forgotten", "One")
    take(full, ARTICLES[1], "forgotten", "Another")
    backup.restore(held, full, force=True)
    assert dict(removed(full).select("article_id", "reason").rows()) == {ARTICLES[0]: "One", ARTICLES[1]: "Another"}


def test_what_the_backup_does_not_hold_is_kept_out_all_the_same(full, path, tmp_path):
    take(full, ARTICLES[0], "forgotten")
    load(path, valid_tables())
    remove(path, [ARTICLES[0]], kind="forgotten", reason="In the other", run_id="e" * 16)
    backup.backup(path, tmp_path / "without")
    readmit(path, [ARTICLES[0]], kind="forgotten", reason="x", run_id="d" * 16)
    backup.backup(path, tmp_path / "bare")
    done = backup.restore(tmp_path / "bare", full, force=True)
    assert done.again == {"forgotten": 1}
    assert removed(full)["article_id"].to_list() == [ARTICLES[0]]
    runs = query(full, "SELECT run_id FROM ops.runs WHERE message LIKE 'Kept out after a restore%'")
    assert runs["run_id"].to_list() == removed(full)["run_id"].to_list()


def test_what_the_backup_has_removed_itself_is_not_done_again(full, tmp_path):
    take(full, ARTICLES[0], "forgotten")
    backup.backup(full, tmp_path / "after")
    before = removed(full)
    assert backup.restore(tmp_path / "after", full, force=True).again == {}
    assert removed(full).equals(before)


def test_what_was_only_withdrawn_in_the_backup_is_forgotten(full, tmp_path):
    take(full, ARTICLES[0], "withdrawn")
    backup.backup(full, tmp_path / "after")
    take(full, ARTICLES[0], "forgotten", "A court")
    assert backup.restore(tmp_path / "after", full, force=True).again == {"forgotten": 1}
    assert removed(full)["kind"].to_list() == ["forgotten"]


def test_a_damaged_warehouse_is_replaced_and_that_is_told(held, path):
    path.write_bytes(b"no database")
    done = backup.restore(held, path, force=True)
    assert (done.again, done.is_unread) == ({}, True)
    assert there(path) == set(ARTICLES)
