import pytest

from flows.bench_speed import CODE, NEW_VERBS, VERBS, copy_of_project, mixed_articles, table
from flows.timings import Cost, clocked, costs

POOL = [f"Sentence number {i} of the pool tells of a thing." for i in range(500)]


def test_mixed_articles_are_always_the_same_and_not_alike():
    articles = list(mixed_articles(POOL, 50))
    assert articles == list(mixed_articles(POOL, 50))
    assert len({article["text"] for article in articles}) == 50


def run(seconds: float, articles: int = 600) -> dict:
    costs = {"annotate": {"wall": 1, "cpu": 60.0}, "code": {"wall": 1, "cpu": 20.0}}
    return {"articles": articles, "seconds": seconds, "costs": costs, "peak_mb": 900, "prefect_seconds": 4.0}


@pytest.fixture
def told() -> str:
    general = {
        "articles": 600,
        "bare_seconds": 150.0,
        "first": run(50.0),
        "new_verb": run(2.0, 7),
        "new_rule": run(5.0),
        "nothing_new_seconds": 1.0,
    }
    return table(
        {"sets": {"general": general | {"prefect_seconds": 4.0}}, "sizes": {"3000": run(50.0), "30000": run(60.0)}}
    )


@pytest.mark.parametrize(
    "figure",
    [
        "3.00 x the model",
        "25.0 x the first run",
        "codes 7 anew",
        "10.0 x the first run",
        "2.0% of the first",
        "25% of CPU",
        "0.83 x",
    ],
)
def test_the_table_holds_each_figure_against_its_goal(told: str, figure: str):
    assert figure in told


def test_costs_of_batches_add_up(tmp_path):
    for _ in range(2):
        with clocked(tmp_path, "code"):
            pass
    assert set(costs(tmp_path)) == {"code"}
    assert costs(tmp_path)["code"].wall >= 0
    assert Cost() == Cost(0.0, 0.0)


def test_the_copy_of_the_project_has_what_is_to_be_changed(tmp_path):
    project = copy_of_project(tmp_path / "project")
    lexicon = "".join(path.read_text() for path in (project / VERBS).parent.glob("*.csv"))
    assert not [verb for verb in NEW_VERBS if f"\n{verb},verb" in lexicon]
    assert (project / CODE).is_file()
