import gzip
import io
import stat
import tarfile
import zipfile

import pytest

from flows.sources import RawArticle, archives, read
from tests.flows.sources.conftest import parted, tarred, zipped

MEMBERS = {"b.txt": " date 2020-02-22 Rain fell.", "a/c.jsonl": '{"text": "Snow fell."}\n{"text": "Hail fell."}\n'}


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: gzip.compress(tarred(members))])
def test_each_member_is_a_file_of_its_own_in_the_order_of_the_archive(load, tmp_path, pack):
    (articles, rejects) = load("news", pack(MEMBERS))
    assert [a.text for a in articles] == ["Rain fell.", "Snow fell.", "Hail fell."]
    assert [a.source_name for a in articles] == ["b.txt", "c.jsonl#1", "c.jsonl#2"]
    assert [a.source_uri for a in articles] == [
        f"{tmp_path}/news!b.txt",
        f"{tmp_path}/news!a/c.jsonl#1",
        f"{tmp_path}/news!a/c.jsonl#2",
    ]
    assert not rejects


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_archives_in_archives(load, pack):
    inner = gzip.compress(pack({"c.txt": "Rain fell."}))
    (articles, rejects) = load("a", pack({"b": inner, "d": pack({"e": pack({"f": pack({"g": "Snow fell."})})})}))
    assert [a.source_uri.partition("!")[2] for a in articles] == ["b!c.txt"]
    assert [r.rule for r in rejects] == ["packed_too_deep"]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", ["../b.txt", "/etc/b.txt", "a/../../b.txt", "..\\b.txt"])
def test_a_path_out_of_the_archive_is_refused_and_the_others_are_read(load, pack, name):
    (articles, (reject,)) = load("a", pack({name: "Rain fell.", "c.txt": "Snow fell."}))
    assert [a.text for a in articles] == ["Snow fell."]
    assert reject.rule == "member_path"
    assert name in reject.reason


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_a_tar_s_links_and_devices_are_refused(load, kind):
    info = tarfile.TarInfo("b.txt")
    info.type, info.linkname = kind, "/etc/hosts"
    (articles, (reject,)) = load("a.tar", tarred({"b.txt": info, "c.txt": "Snow fell."}))
    assert len(articles) == 1
    assert reject.rule == "member_not_a_file"


def test_a_zip_s_links_are_refused(load):
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            info = zipfile.ZipInfo("b.txt")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/hosts")
        (articles, (reject,)) = load("a.zip", file.getvalue())
    assert not articles
    assert reject.rule == "member_not_a_file"


def test_an_encrypted_member_is_refused(load):
    data = bytearray(zipped({"b.txt": "Rain fell.", "c.txt": "Snow fell."}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (articles, (reject,)) = load("a.zip", bytes(data))
    assert [a.text for a in articles] == ["Snow fell."]
    assert reject.rule == "encrypted"


def test_a_damaged_member_does_not_stop_the_others(load):
    data = bytearray(zipped({"b.txt": "Rain fell.", "c.txt": "Snow fell."}))
    data[data.find(b"b.txt") + 6] ^= 0xFF
    (articles, (reject,)) = load("a.zip", bytes(data))
    assert [a.text for a in articles] == ["Snow fell."]
    assert reject.rule == "broken_archive"


def test_of_a_tar_cut_off_the_beginning_is_read(load):
    data = tarred({"b.txt": "Rain fell.", "c.txt": "Snow fell. " * 500})
    (articles, rejects) = load("a.tar", data[:3000])
    assert [a.text for a in articles] == ["Rain fell."]
    assert "broken_archive" in {r.rule for r in rejects}


def test_a_tar_with_damage_in_it_does_not_just_end(load):
    data = bytearray(tarred({"b.txt": "Rain fell.", "c.txt": "Snow fell."}))
    data[1024 + 150] ^= 0xFF  # in the checksum of the second header
    (articles, (reject,)) = load("a.tar", bytes(data))
    assert len(articles) == 1
    assert reject.rule == "broken_archive"


def test_a_zip_cut_off(load):
    (articles, (reject,)) = load("a.zip", zipped(MEMBERS)[:-30])
    assert not articles
    assert reject.rule == "broken_archive"


def test_a_member_out_of_all_proportion_is_refused(load, monkeypatch):
    monkeypatch.setattr(archives, "FREE_BYTES", 300_000)
    (articles, (reject,)) = load("a.zip", zipped({"b.txt": "Rain fell.", "c.txt": " " * 299_000 + "x" * 9_000}))
    assert len(articles) == 1
    assert reject.rule == "bomb"


def test_members_out_of_all_proportion_together_end_the_archive(load, monkeypatch):
    monkeypatch.setattr(archives, "FREE_BYTES", 300_000)
    members = {f"{n}.txt": f"{n}" + " " * 200_000 for n in range(9)}
    (articles, rejects) = load("a.zip", zipped(members))
    assert 1 <= len(articles) < 9
    assert [r.rule for r in rejects] == ["bomb"]


def test_members_of_archives_in_archives_count_together(load):
    inner = tarred({"c.txt": "Rain fell. " * 1000})
    outer = tarred({"a": inner, "b": inner})
    (articles, rejects) = load("a.tar", outer, max_archive_bytes=70_000)
    assert len(articles) == 2
    (articles, rejects) = load("a.tar", outer, max_archive_bytes=35_000)
    assert len(articles) == 1
    assert "bomb" in {r.rule for r in rejects}


def test_a_member_over_the_limit_is_refused(load):
    (articles, (reject,)) = load("a.tar", tarred({"b": "x" * 5000, "c": "Rain fell."}), max_unpacked_bytes=4000)
    assert len(articles) == 1
    assert reject.rule == "file_too_large"


def test_a_tar_may_not_fill_the_memory_with_a_name(load, monkeypatch):
    monkeypatch.setattr(archives, "MAX_HEADER_BYTES", 1000)
    (_, (reject,)) = load("a.tar", tarred({"b" * 3000: "Rain fell."}))
    assert reject.rule == "broken_archive"


def test_a_zip_may_not_fill_the_memory_with_its_list(load, monkeypatch):
    monkeypatch.setattr(archives, "MAX_DIRECTORY_BYTES", 50)
    (_, (reject,)) = load("a.zip", zipped(MEMBERS))
    assert "too many" in reject.reason


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype"])
def test_documents_in_a_zip_are_refused(load, name):
    (articles, (reject,)) = load("a.docx", zipped({name: "x", "word/document.txt": "Rain fell."}))
    assert not articles
    assert reject.rule == "format_not_read"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_hidden_members_are_left_out_and_an_empty_archive_says_so(load, pack):
    (articles, (reject,)) = load("a", pack({".DS_Store": "x", "__MACOSX/b.txt": "x", "d/.git/e": "x"}))
    assert not articles
    assert reject.rule == "no_records"


def test_a_large_member_is_read_from_disk(load, monkeypatch):
    monkeypatch.setattr(archives, "SMALL_BYTES", 10)
    (articles, _) = load("a.zip", zipped({"b.txt": "Rain fell on the town.", "c.txt": "Snow fell on the town."}))
    assert [a.text for a in articles] == ["Rain fell on the town.", "Snow fell on the town."]


def test_members_come_one_by_one(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": f"Rain fell on day {n}." for n in range(5)}))
    records = read(str(tmp_path / "a.zip"))
    assert isinstance(next(records), RawArticle)
    records.close()


def test_a_folder_with_an_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped(MEMBERS))
    (tmp_path / "b.txt").write_text("Wind blew.")
    (articles, _) = parted(tmp_path)
    assert len(articles) == 4


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_with_line_ends_is_told_in_one_line(load, pack):
    ((article,), (reject,)) = load("news", pack({"a\nb.txt": "Rain fell.", "../c\r\x1b[1m.txt": "Snow fell."}))
    assert article.source_uri.endswith("!a\\nb.txt")
    assert "c\\r\\x1b[1m.txt has a path" in reject.reason
