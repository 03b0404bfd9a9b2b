"""Backup and restore: the whole warehouse out and back, or nothing."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.builders import valid_tables
from tests.warehouse.loads import load
from warehouse import backup, migrations
from warehouse.connect import read
from warehouse.errors import BackupDamaged, TargetTaken, TargetUnwritable, WarehouseExists, WarehouseNewer

TABLES = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY ALL"
COLUMNS = """
SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, table_name, column_index
"""
TOLD = """
SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE database_name = current_database()
UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal
UNION ALL SELECT schema_name, function_name, comment FROM duckdb_functions()
WHERE database_name = current_database() AND NOT internal
ORDER BY ALL
"""


def contents(path):
    """All that a warehouse holds: its rows, and what it says of its tables, views and macros."""
    with read(path) as con:
        rows = {
            names: con.execute(f"SELECT * FROM {'.'.join(names)} ORDER BY ALL").fetchall()
            for names in con.execute(TABLES).fetchall()
        }
        return rows, con.execute(COLUMNS).fetchall(), con.execute(TOLD).fetchall()


@pytest.fixture
def held(full, tmp_path):
    """A backup of `full`, as a folder."""
    backup.backup(full, tmp_path / "held")
    return tmp_path / "held"


@pytest.mark.parametrize("name", ["held", "held.zip"])
def test_what_is_restored_equals_what_was_backed_up(full, path, tmp_path, name):
    made = backup.backup(full, tmp_path / name)
    assert backup.restore(tmp_path / name, path).held == made
    assert contents(path) == contents(full)
    assert made.rows > 30


def test_an_old_release_s_backup_is_brought_to_today_s_schema(full, path, tmp_path, monkeypatch):
    backup.backup(full, tmp_path / "old")
    step = migrations.Migration("later", ("CREATE TABLE later (a INTEGER)", "INSERT INTO later VALUES (7)"))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, step))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    backup.restore(tmp_path / "old", path)
    with read(path) as con:
        assert migrations.version_of(con, path) == migrations.VERSION
        assert con.execute("FROM later").fetchone() == (7,)


def test_a_restored_warehouse_takes_loads(held, path):
    backup.restore(held, path)
    assert load(path, valid_tables(), run="second").inserted == 0


def test_another_warehouse_is_replaced_only_by_force(held, full, path):
    load(path, valid_tables(), run="another")
    with pytest.raises(WarehouseExists, match="--force"):
        backup.restore(held, path)
    backup.restore(held, path, force=True)
    assert contents(path) == contents(full)


def damage_a_table(folder):
    with (folder / "main.articles.parquet").open("r+b") as file:
        file.seek(40)
        file.write(b"\xff\xff")


def shorten_a_table(folder):
    whole = (folder / "main.events.parquet").read_bytes()
    (folder / "main.events.parquet").write_bytes(whole[:-9])


def exchange_tables(folder):
    (folder / "main.events.parquet").write_bytes((folder / "main.places.parquet").read_bytes())


def change_the_manifest(folder):
    told = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(told.replace('"is_nullable": false', '"is_nullable": true', 1))


def shorten_the_manifest(folder):
    told = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(told[: len(told) // 2])


def lose_a_table(folder):
    (folder / "ops.runs.parquet").unlink()


def lose_the_manifest(folder):
    (folder / "manifest.json").unlink()


def empty_the_manifest(folder):
    (folder / "manifest.json").write_text("[]")


@pytest.mark.parametrize(
    "damage",
    [
        damage_a_table,
        shorten_a_table,
        exchange_tables,
        change_the_manifest,
        shorten_the_manifest,
        lose_a_table,
        lose_the_manifest,
        empty_the_manifest,
    ],
)
def test_of_a_damaged_backup_nothing_is_restored(held, path, damage):
    damage(held)
    with pytest.raises(BackupDamaged, match="nothing is changed"):
        backup.restore(held, path)
    assert not path.exists()


@pytest.mark.parametrize("kept", [0, 10, 5_000])
def test_of_a_file_that_is_cut_off_nothing_is_restored(full, path, tmp_path, kept):
    whole = tmp_path / "held.zip"
    backup.backup(full, whole)
    whole.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(BackupDamaged, match=r"held\.zip"):
        backup.restore(whole, path)
    assert not path.exists()


def test_a_file_with_a_damaged_member(full, path, tmp_path):
    whole = tmp_path / "held.zip"
    backup.backup(full, whole)
    with zipfile.ZipFile(whole) as packed:
        start = packed.getinfo("main.articles.parquet").header_offset
    content = bytearray(whole.read_bytes())
    content[start + 200] ^= 0xFF
    whole.write_bytes(content)
    with pytest.raises(BackupDamaged):
        backup.restore(whole, path)


def test_a_damaged_backup_leaves_the_warehouse_it_was_to_replace(held, full):
    before = contents(full)
    damage_a_table(held)
    with pytest.raises(BackupDamaged):
        backup.restore(held, full, force=True)
    assert contents(full) == before


def signed(folder, **changed):
    """Change what a manifest says, as a release or a person could that knows how it is signed."""
    told = json.loads((folder / "manifest.json").read_text())
    told["holds"] |= changed
    told["sha256"] = backup._hash(told["holds"])
    (folder / "manifest.json").write_text(json.dumps(told))


def test_a_backup_of_a_later_release_is_refused(held, path):
    signed(held, schema_version=migrations.VERSION + 1)
    with pytest.raises(WarehouseNewer, match="later release"):
        backup.restore(held, path)


@pytest.mark.parametrize(("key", "value"), [("file", "../../etc/passwd"), ("type", "INT); DROP TABLE x; --")])
def test_a_manifest_can_name_no_other_file_and_no_statement(held, path, key, value):
    tables = json.loads((held / "manifest.json").read_text())["holds"]["tables"]
    (tables[0] if key == "file" else tables[0]["columns"][0])[key] = value
    signed(held, tables=tables)
    with pytest.raises(BackupDamaged):
        backup.restore(held, path)


def test_a_table_that_does_not_fit_its_manifest(held, path):
    tables = json.loads((held / "manifest.json").read_text())["holds"]["tables"]
    tables[0]["columns"][0]["type"] = "DATE"
    signed(held, tables=tables)
    with pytest.raises(BackupDamaged, match="manifest tells"):
        backup.restore(held, path)
    assert not path.exists()


def test_no_backup_there(path, tmp_path):
    with pytest.raises(BackupDamaged, match="There is no backup at"):
        backup.restore(tmp_path / "nothing", path)


def test_a_backup_replaces_nothing(full, held):
    with pytest.raises(TargetTaken, match="held"):
        backup.backup(full, held)


def test_a_backup_that_cant_be_written_leaves_nothing(full, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TargetUnwritable):
        backup.backup(full, tmp_path / "file" / "held")
    backup.backup(full, tmp_path / "there" / "held.zip")
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["held.zip"]
