import fsspec
import pyarrow as pa
import pyarrow.parquet
import pytest
import s3fs
from moto.server import ThreadedMotoServer

from flows.sources import SourceError, read
from tests.flows.sources.conftest import parted, zipped


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()


@pytest.fixture
def stored(memory):
    memory.pipe("/news/b.txt", b"Rain fell.")
    memory.pipe("/news/2020/a.jsonl", b'{"text": "Snow fell."}\n')
    memory.pipe("/news/.hidden/c.txt", b"Wind blew.")
    memory.pipe("/news/d.zip", zipped({"e.txt": "Hail fell."}))
    return memory


def test_a_file(stored):
    (article,) = read("memory://news/b.txt")
    assert (article.source_uri, article.source_name) == ("memory:///news/b.txt", "b.txt")


def test_a_folder_with_all_below_but_what_is_hidden(stored):
    (articles, rejects) = parted("memory://news")
    assert [a.text for a in articles] == ["Snow fell.", "Rain fell.", "Hail fell."]
    assert not rejects


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("memory://news/*.txt", ["Rain fell."]),
        ("memory://news/20*", ["Snow fell."]),
        ("memory://news/**/*.jsonl", ["Snow fell."]),
        ("memory://news/[bd].*", ["Rain fell.", "Hail fell."]),
    ],
)
def test_a_glob(stored, pattern, texts):
    assert [r.text for r in read(pattern)] == texts


def test_files_of_this_machine(tmp_path):
    (tmp_path / "a.txt").write_text("Rain fell.")
    pa.parquet.write_table(pa.table({"text": ["Snow fell."]}), tmp_path / "b.parquet")
    assert [r.text for r in read(f"file://{tmp_path}")] == ["Rain fell.", "Snow fell."]
    assert next(read(f"file://{tmp_path}/a.txt")).source_uri == f"file://{tmp_path}/a.txt"


@pytest.mark.parametrize("source", ["memory://none", "memory://none/*.txt", "file:///none/at/all"])
def test_what_is_not_there(memory, source):
    with pytest.raises(SourceError, match="nothing at"):
        read(source)


@pytest.mark.parametrize("scheme", ["cupboard", "ftp", "sftp", "webhdfs", "reference", "simplecache", "github", "data"])
def test_other_stores_are_refused_without_asking(monkeypatch, scheme):
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda _: pytest.fail("asked"))
    with pytest.raises(SourceError, match="no store known") as caught:
        read(f"{scheme}://eve:hush@example.org/a.txt")
    assert "hush" not in str(caught.value)


def test_a_package_that_is_missing(monkeypatch):
    def refuse(_: object):
        raise ImportError("Please install gcsfs to access Google Storage")

    monkeypatch.setattr("fsspec.core.url_to_fs", refuse)
    with pytest.raises(SourceError, match="install gcsfs"):
        read("gs://news/a.txt")


def test_addresses_in_addresses_are_refused():
    with pytest.raises(SourceError, match="in another"):
        read("s3://a.txt::http://example.org/a.zip")


def test_what_a_store_raises_while_it_is_read_is_a_reject(stored, monkeypatch):
    def refuse(*_, **__):
        raise RuntimeError("throttled")

    monkeypatch.setattr(type(stored), "open", refuse)
    (reject,) = read("memory://news/b.txt")
    assert reject.rule == "unreadable"
    assert "throttled" in reject.reason


@pytest.mark.parametrize("told", ["s3://eve:hush@news/a?sig=abc", "eve:hush@news/a", "eve with hush"])
def test_secrets_of_an_address_are_not_told(monkeypatch, told):
    def refuse(_):
        raise RuntimeError(f"no way to {told}")

    monkeypatch.setattr("fsspec.core.url_to_fs", refuse)
    with pytest.raises(SourceError, match="no way to") as caught:
        read("s3://eve:hush@news/a?sig=abc")
    assert "hush" not in str(caught.value)
    assert "abc" not in str(caught.value)


@pytest.fixture
def bucket(monkeypatch):
    """A real S3 server on loopback with one bucket, as its address is set for any other client: by the environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "eve", "AWS_SECRET_ACCESS_KEY": "hush"}
    for name, value in (told | {"AWS_DEFAULT_REGION": "us-east-1"}).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir("news")
    yield store
    store.rm("news", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_objects_of_an_s3_server(bucket):
    bucket.pipe("news/2020/a.jsonl", b'{"text": "Snow fell."}\n')
    bucket.pipe("news/2020/b.zip", zipped({"c.txt": "Hail fell."}))
    assert [r.text for r in read("s3://news/2020")] == ["Snow fell.", "Hail fell."]
    assert [r.source_uri for r in read("s3://news/**/*.jsonl")] == ["s3://news/2020/a.jsonl#1"]


def test_an_s3_object_larger_than_what_is_read_at_once(bucket):
    lines = "".join(f'{{"id": "{i}", "text": "Rain fell {"again and " * 20}again."}}\n' for i in range(40_000))
    bucket.pipe("news/big.jsonl", lines.encode())
    assert sum(1 for _ in read("s3://news/big.jsonl")) == 40_000


def test_an_s3_server_that_refuses(bucket):
    with pytest.raises(SourceError, match=r"'s3://none/a\.txt'"):
        read("s3://none/a.txt")
    with pytest.raises(SourceError, match=r"'s3://news/none\.txt'"):
        read("s3://news/none.txt")
