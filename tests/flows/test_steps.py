from datetime import date

import polars as pl
import pytest

from flows import steps
from flows.sources.base import SourceError, SourceSettings
from transforms.clean import KNOWN
from transforms.frames import RAW_ARTICLES
from transforms.pipeline import article_ids
from warehouse.tables import CORE

LIMITS = SourceSettings()
TODAY = date(2024, 1, 1)
NOTHING_LOADED = pl.DataFrame(schema=steps.LOADED)


def article(name: str, text: str = "Some text.") -> dict[str, str]:
    return {"source_uri": f"in/{name}", "source_name": name, "text": text}


def put_raw(folder, number: int, *articles: dict[str, str]) -> pl.DataFrame:
    frame = pl.DataFrame(articles, schema=RAW_ARTICLES)
    (folder / "raw").mkdir(exist_ok=True)
    frame.write_parquet(folder / "raw" / f"{number:06}.parquet")
    return frame


def names(parts: list[steps.Part]) -> list[list[str]]:
    return [pl.read_parquet(part.path)["source_name"].to_list() for part in parts]


def test_extract_writes_what_a_source_holds(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n{broken\n')
    found = steps.extract(str(tmp_path / "a.jsonl"), 0, tmp_path / "run", batch_size=1, settings=LIMITS)
    raw = pl.concat(pl.read_parquet(path) for path in sorted((tmp_path / "run" / "raw").iterdir()))
    assert found == steps.Extracted(2, ())
    assert raw["source_name"].to_list() == ["1", "2"]
    assert steps.rejects(tmp_path / "run").height == 1


def test_a_source_without_an_article_is_unread(tmp_path):
    (tmp_path / "empty.txt").touch()
    found = steps.extract(str(tmp_path / "empty.txt"), 0, tmp_path / "run", batch_size=1, settings=LIMITS)
    assert found.articles == 0
    assert "empty.txt" in found.unread[0]


def test_a_source_that_cant_be_read_is_a_reject(tmp_path):
    found = steps.refuse("nowhere", 3, tmp_path, SourceError("There is nothing at nowhere."))
    assert found.unread == ("There is nothing at nowhere.",)
    assert steps.rejects(tmp_path).select("rule", "reason").rows() == [("unreadable_source", found.unread[0])]


def test_what_is_loaded_is_not_new(tmp_path):
    raw = put_raw(tmp_path, 0, article("a"), article("b"), article("c"))
    ids = article_ids(raw)["article_id"]
    rows = [{"article_id": ids[0], "recipe": "now"}, {"article_id": ids[1], "recipe": "before"}]
    loaded = pl.DataFrame(rows, schema=steps.LOADED)
    assert names(steps.select_new(tmp_path, loaded=loaded, recipe="now", batch_size=9)) == [["b", "c"]]


def test_batches_reach_over_the_files_of_the_sources(tmp_path):
    put_raw(tmp_path, 0, article("a"), article("b"), article("c"))
    put_raw(tmp_path, 1, article("d"), article("e"))
    parts = steps.select_new(tmp_path, loaded=NOTHING_LOADED, recipe="now", batch_size=2)
    assert names(parts) == [["a", "b"], ["c", "d"], ["e"]]
    assert [part.articles for part in parts] == [2, 2, 1]


def test_an_article_met_twice_is_taken_once_and_told(tmp_path):
    put_raw(tmp_path, 0, article("a"), article("a") | {"source_uri": "in/again/a"})
    put_raw(tmp_path, 1, article("a") | {"source_uri": "in/more/a"}, article("b"))
    assert names(steps.select_new(tmp_path, loaded=NOTHING_LOADED, recipe="now", batch_size=9)) == [["a", "b"]]
    told = steps.rejects(tmp_path)
    assert told["source_uri"].to_list() == ["in/again/a", "in/more/a"]
    assert set(told["rule"]) == {"same_article_again"}


def empty_tables() -> steps.Frames:
    return {name: table.create_empty() for name, table in CORE.items()}


def actor(key: str, *, takes_part: bool) -> pl.DataFrame:
    row = {"actor_id": key, "name": "A", "kind": "igo", "sector": "IGO", "is_resolved": True, "takes_part": takes_part}
    return pl.DataFrame([row], schema=pl.Schema(CORE["actors"]))


def cleaned(folder, *, candidates=lambda _: pl.DataFrame(schema=KNOWN)) -> list[steps.Part]:
    """Raw articles, cleaned one a batch, with their copies found."""
    parts = steps.select_new(folder, loaded=NOTHING_LOADED, recipe="now", batch_size=1)
    for part in parts:
        steps.clean(part.path, folder, TODAY)
    steps.find_copies(folder, candidates)
    return parts


def coded(folder, part: steps.Part) -> pl.DataFrame:
    """The articles as they come to be coded."""
    seen = []
    steps.code(part.path, folder, lambda articles: seen.append(articles) or empty_tables())
    return seen[0]


def test_a_shared_row_is_one_row_and_true_where_any_batch_says_so(tmp_path):
    put_raw(tmp_path, 0, article("a"), article("b", "Other text."))
    actors = iter([actor("0" * 16, takes_part=False), actor("0" * 16, takes_part=True)])
    for part in cleaned(tmp_path):
        steps.code(part.path, tmp_path, lambda _: empty_tables() | {"actors": next(actors)})
    assert steps.combined("actors", tmp_path).rows() == actor("0" * 16, takes_part=True).rows()


def test_copies_are_found_across_batches(tmp_path):
    put_raw(tmp_path, 0, article("a"), article("b"))
    one, other = (coded(tmp_path, part) for part in cleaned(tmp_path))
    originals = {*one["duplicate_of"], *other["duplicate_of"]} - {None}
    assert len(originals) == 1
    assert originals < {one["article_id"][0], other["article_id"][0]}


def test_copies_of_what_is_loaded_are_found(tmp_path):
    put_raw(tmp_path, 0, article("a"))

    def candidates(new: pl.DataFrame) -> pl.DataFrame:
        return new.select(article_id=pl.lit("f" * 16), text_id="text_id")

    (part,) = cleaned(tmp_path, candidates=candidates)
    assert coded(tmp_path, part)["duplicate_of"].to_list() == ["f" * 16]


def test_repairs_of_all_batches_add_up(tmp_path):
    put_raw(tmp_path, 0, article("a", "One\u200b text."), article("b", "Other\u200b \u200btext."))
    cleaned(tmp_path)
    assert steps.repairs(tmp_path).select("kind", "articles", "repairs").rows() == [("zero_width", 2, 3)]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_rebatching_keeps_rows_and_order(tmp_path, size):
    put_raw(tmp_path, 0, *(article(str(n)) for n in range(3)))
    put_raw(tmp_path, 1, *(article(str(n)) for n in range(3, 5)))
    parts = steps.select_new(tmp_path, loaded=NOTHING_LOADED, recipe="now", batch_size=size)
    assert [name for batch in names(parts) for name in batch] == ["0", "1", "2", "3", "4"]


def test_each_record_that_is_not_taken_is_a_reject_even_under_one_address(tmp_path):
    same = article("a") | {"source_uri": "https://news.example/a"}
    put_raw(tmp_path, 0, same, same, article("b"))
    put_raw(tmp_path, 1, same)
    assert names(steps.select_new(tmp_path, loaded=NOTHING_LOADED, recipe="now", batch_size=9)) == [["a", "b"]]
    told = steps.rejects(tmp_path)
    assert told["source_uri"].to_list() == [same["source_uri"]] * 2
    assert told["evidence"].n_unique() == 2


def test_a_file_of_a_folder_without_an_article_is_named(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").touch()
    (tmp_path / "in" / "good.txt").write_text("Some text.")
    found = steps.extract(str(tmp_path / "in"), 0, tmp_path / "run", batch_size=9, settings=LIMITS)
    assert found == steps.Extracted(1, (), (str(tmp_path / "in" / "empty.txt"),))


def test_a_source_without_an_article_is_named_even_where_its_record_has_an_address(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"url": "https://news.example/a", "text": "%s"}' % ("x" * 2000))
    limits = SourceSettings(max_article_chars=1000)
    found = steps.extract(str(tmp_path / "a.jsonl"), 0, tmp_path / "run", batch_size=9, settings=limits)
    assert "a.jsonl" in found.unread[0]


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    frame = pl.DataFrame({"a": [1]})
    steps._write(frame, tmp_path / "b.parquet")

    def killed(frame, path, **_):
        path.write_bytes(b"PAR1 half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_parquet", killed)
    with pytest.raises(KeyboardInterrupt):
        steps._write(pl.DataFrame({"a": [2]}), tmp_path / "b.parquet")
    assert [pl.read_parquet(path).equals(frame) for path in tmp_path.glob("*.parquet")] == [True]


def test_a_batch_of_long_texts_has_fewer_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "BATCH_CHARS", 10)
    texts = ["x" * 4, "y" * 6, "z" * 11, "u", "v"]
    put_raw(tmp_path, 0, *(article(text[0], text) for text in texts))
    parts = steps.select_new(tmp_path, loaded=NOTHING_LOADED, recipe="now", batch_size=3)
    assert names(parts) == [["x", "y"], ["z"], ["u", "v"]]


def test_a_gated_table_is_read_when_it_is_asked_for(tmp_path):
    for name, frame in empty_tables().items():
        steps._write(frame, tmp_path / "gated" / f"{name}.parquet", even_empty=True)
    tables = steps.gated(tmp_path)
    assert set(tables) == set(CORE)
    assert len(tables) == len(CORE)
    assert tables["actors"] is not tables["actors"]
    with pytest.raises(KeyError):
        tables["runs"]
