import pytest

from transforms.annotate.clauses import across_clauses
from transforms.annotate.relations import relations


@pytest.fixture(scope="module")
def related(parse, known):
    def find(text):
        tokens = parse(text)
        direct = relations(
            tokens,
            light_verbs=known.light_verbs,
            partitives=known.partitives,
            statives=known.statives,
            clipped=known.clipped,
        )
        words = dict(tokens.select("t", "text").iter_rows())
        rows = across_clauses(direct, tokens).select("pred", "role", "arg").iter_rows()
        return {(words[pred], role, words[arg]) for pred, role, arg in rows}

    return find


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Norway called for troops to withdraw.", ("called", "for", "troops")),
        ("Norway called for troops to withdraw.", ("called", "comp", "withdraw")),
        ("The law is unjust.", ("unjust", "subj", "law")),
        ("The plan drew criticism from the union.", ("criticism", "from", "union")),
        ("The plan drew criticism from the union.", ("criticism", "against", "plan")),
        ("The threat to expel the envoy came late.", ("threat", "comp", "expel")),
        ("Norway regards the move as an attack.", ("regards", "as", "attack")),
        ("Norway walked away from talks.", ("walked", "from", "talks")),
    ],
)
def test_relations_across_clauses(related, text, row):
    assert row in related(text)
