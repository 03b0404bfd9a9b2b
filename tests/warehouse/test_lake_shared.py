"""A lake whose files are in an S3 store, with two writers at once and a reader."""

from __future__ import annotations

import logging

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.builders import valid_tables
from tests.warehouse.children import process
from tests.warehouse.lakes import new_lake
from tests.warehouse.loads import load
from warehouse.errors import LakeUnfit, QueryRefused
from warehouse.place import Lake
from warehouse.query import query
from warehouse.tables import ARTICLE_SCOPED, CORE

LOADS = 2
WRITER = """
import sys
from tests.builders import valid_tables
from tests.warehouse.loads import load
from warehouse.place import Lake
lake, name = Lake(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for articles in range(1, int(sys.argv[3]) + 1):
    load(lake, valid_tables(articles, copy=False, name=name), f"{name} {articles}")
print("done", flush=True)
"""
# Each load gives every article 1 event mention, 1 statistic, 3 sentences and 2 attributions.
READER = """
import sys, time
from warehouse.connect import read
from warehouse.place import Lake
lake, seen, wanted = Lake(sys.argv[1]), [], int(sys.argv[2])
print("ready", flush=True)
end = time.monotonic() + 240
while wanted not in seen and time.monotonic() < end:
    with read(lake) as con:
        tables = ("articles", "event_mentions", "statistics", "sentences", "attributions")
        n, *others = (con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
        assert others == [n, n, 3 * n, 2 * n], (n, others)
    seen.append(n)
    time.sleep(0.2)
assert seen == sorted(seen), seen
print(*dict.fromkeys(seen), flush=True)
"""


@pytest.fixture(scope="module")
def store():
    """The address of a bucket in an S3 store on loopback."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "it's a test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        boto3.client("s3").create_bucket(Bucket="news-lake")
        yield "s3://news-lake/warehouse"
    server.stop()


@pytest.fixture
def lake(postgres_port, store):
    return new_lake(postgres_port, store)


def test_two_writers_at_once_and_a_reader(lake):
    load(lake, valid_tables(1, copy=False, name="first"), "first 1")
    total = 1 + 2 * LOADS
    with (
        process(READER, lake, total) as reader,
        process(WRITER, lake, "north", LOADS) as north,
        process(WRITER, lake, "south", LOADS) as south,
    ):
        for writer in (north, south):
            writer.stdin.write("go\n")
            writer.stdin.flush()
        assert [writer.stdout.readline() for writer in (north, south)] == ["done\n", "done\n"]
        seen = [int(articles) for articles in reader.stdout.readline().split()]
    assert seen[-1] == total
    names = {"first-0.txt", *(f"{name}-{i}.txt" for name in ("north", "south") for i in range(LOADS))}
    assert set(query(lake, "SELECT source_name FROM articles")["source_name"]) == names
    for name, table in CORE.items():
        (key,) = table.primary_key()
        rows, keys = query(lake, f"SELECT count(*), count(DISTINCT {key}) FROM {name}").row(0)
        assert rows == keys
        assert rows >= total or name not in ARTICLE_SCOPED
    assert query(lake, "SELECT count(*) FROM actors").item() == 3
    assert query(lake, "SELECT count(*) FROM ops.runs").item() == total


def test_the_files_are_in_the_store_and_a_query_reaches_no_others(lake):
    load(lake, valid_tables())
    held = boto3.client("s3").list_objects_v2(Bucket="news-lake", Prefix="warehouse/main/articles/")
    assert all(found["Key"].endswith(".parquet") for found in held["Contents"])
    boto3.client("s3").put_object(Bucket="news-lake", Key="secret.csv", Body=b"a\n1\n")
    with pytest.raises(QueryRefused):
        query(lake, "SELECT * FROM read_csv('s3://news-lake/secret.csv')")


def test_a_store_without_credentials(lake, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    with pytest.raises(LakeUnfit, match="AWS_ACCESS_KEY_ID"):
        load(Lake(lake.address, lake.data), valid_tables())
