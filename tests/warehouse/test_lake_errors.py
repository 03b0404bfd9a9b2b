"""What DuckDB and PostgreSQL say of a lake, as one sentence that says what to do."""

import duckdb
import pytest

from warehouse.errors import LakeUnfit, LakeUnreachable
from warehouse.lake_errors import translated
from warehouse.place import Lake

LAKE = Lake("ducklake:postgres:dbname=news host=127.0.0.1 user=ann port=7")
CONNECTION = (
    'Failed to attach DuckLake MetaData "__ducklake_metadata_warehouse" at path + "postgres:dbname=news"'
    'Unable to connect to Postgres at "dbname=news": '
)
SERVER = 'connection to server at "127.0.0.1", port 7 failed: '


@pytest.mark.parametrize(
    ("said", "told", "to_do"),
    [
        (f"{SERVER}Connection refused\n\tIs the server running on that host?", "(Connection refused)", "host and port"),
        (f'{SERVER}FATAL:  password authentication failed for user "ann"\n', 'for user "ann")', "PGPASSWORD"),
        (f"{SERVER}fe_sendauth: no password supplied", "(fe_sendauth: no password supplied)", "PGPASSWORD"),
        (f'{SERVER}FATAL:  database "news" does not exist', '(database "news" does not exist)', "createdb"),
        ('could not translate host name "h" to address', '(could not translate host name "h"', "check the host"),
        ('connection to server on socket "/s" failed: Permission denied', "(Permission denied)", "host and port"),
    ],
)
def test_a_catalogue_that_lets_nobody_in(said, told, to_do):
    error = translated(duckdb.IOException(CONNECTION + said), LAKE)
    assert isinstance(error, LakeUnreachable)
    assert str(error).startswith(f"{LAKE} can't be reached (")
    assert told in str(error)
    assert to_do in str(error)
    assert "MetaData" not in str(error)


@pytest.mark.parametrize(
    "said",
    ['missing "=" after "dbname" in connection info string', 'invalid integer value "7x" for connection option "port"'],
)
def test_an_address_that_is_cut_off(said):
    error = translated(duckdb.IOException(CONNECTION + said), LAKE)
    assert isinstance(error, LakeUnfit)
    assert f"can't be read ({said}); after ducklake:postgres: come words such as" in str(error)


def test_a_folder_that_can_not_be_written():
    said = 'Failed to create directory "/x/y": No such file or directory'
    error = translated(duckdb.IOException(f"IO Error: {said}"), LAKE)
    assert isinstance(error, LakeUnfit)
    assert f"can't be written or read ({said}); see" in str(error)


def test_what_is_no_fault_of_the_lake_stays_as_it_is():
    assert translated(duckdb.CatalogException("Table with name x does not exist"), LAKE) is None
