import polars as pl
import pytest

from transforms.annotate.tokens import SENTENCES, TOKENS, annotate, mend_lists
from transforms.clean.paragraphs import PARAGRAPHS

TEXT = "Ms. Doe’s ship sailed — at 5 a.m. — for Đà Nẵng. It carried “rice”, 3.5 tonnes of it.\n\nThe harbour was empty."


@pytest.fixture(scope="module")
def parsed(model):
    """Two articles; the first one's paragraphs stand at their offsets in TEXT."""
    second = TEXT.index("The harbour")
    paragraphs = [
        (0, 0, "body", 0, TEXT[: second - 2]),
        (0, 1, "caption", second, TEXT[second:]),
        (4, 0, "headline", 0, "Gulls return."),
    ]
    return annotate(pl.DataFrame(paragraphs, PARAGRAPHS, orient="row"), model)


def test_the_schemas_are_as_declared(parsed):
    sentences, tokens = parsed
    assert (sentences.schema, tokens.schema) == (SENTENCES, TOKENS)


def test_every_token_stands_at_its_offset(parsed):
    tokens = parsed[1].filter(doc=0)
    assert [TEXT[start:end] for start, end in tokens.select("start_char", "end_char").rows()] == tokens[
        "text"
    ].to_list()


def test_every_sentence_spans_its_tokens(parsed):
    sentences, tokens = parsed
    spans = tokens.group_by("sent").agg(first=pl.col("start_char").min(), final=pl.col("end_char").max())
    joined = sentences.join(spans, on="sent", validate="1:1")
    assert joined.height == sentences.height
    assert joined.filter((pl.col("start_char") != pl.col("first")) | (pl.col("end_char") != pl.col("final"))).is_empty()


def test_sentences_keep_article_paragraph_and_kind(parsed):
    rows = parsed[0].select("doc", "paragraph_index", "kind").unique(maintain_order=True).rows()
    assert rows == [(0, 0, "body"), (0, 1, "caption"), (4, 0, "headline")]


def test_a_paragraph_of_two_sentences_has_two(parsed):
    assert parsed[0].filter(doc=0, paragraph_index=0).height == 2


def test_a_sentence_never_goes_on_over_paragraphs(parsed):
    joined = parsed[1].join(parsed[0], on="sent", suffix="_sent")
    assert joined.filter(pl.col("doc") != pl.col("doc_sent")).is_empty()
    assert parsed[0]["sent"].is_unique().all()


def test_tokens_are_numbered_through(parsed):
    tokens = parsed[1]
    assert tokens["t"].to_list() == list(range(tokens.height))


def test_heads_stay_in_the_sentence_and_each_sentence_has_one_root(parsed):
    tokens = parsed[1]
    heads = tokens.join(tokens.select(head="t", head_sent="sent"), on="head")
    assert heads.filter(pl.col("sent") != pl.col("head_sent")).is_empty()
    roots = tokens.filter(pl.col("t") == pl.col("head")).group_by("sent").len()
    assert roots["len"].to_list() == [1] * parsed[0].height


def test_edges_hold_the_word_its_children_and_their_edges(parsed):
    tokens = parsed[1]
    assert tokens.filter((pl.col("left") > pl.col("t")) | (pl.col("right") < pl.col("t"))).is_empty()
    children = tokens.join(tokens.select(head="t", above_left="left", above_right="right"), on="head")
    outside = (pl.col("left") < pl.col("above_left")) | (pl.col("right") > pl.col("above_right"))
    assert children.filter(outside).is_empty()


def test_a_root_spans_its_sentence(parsed):
    tokens = parsed[1]
    roots = tokens.filter(pl.col("t") == pl.col("head")).select("sent", "left", "right")
    spans = tokens.group_by("sent").agg(left=pl.col("t").min(), right=pl.col("t").max())
    assert roots.sort("sent").rows() == spans.sort("sent").rows()


def test_lemmas_and_lower_are_in_lower_case(parsed):
    tokens = parsed[1]
    assert tokens.filter(pl.col("lemma") != pl.col("lemma").str.to_lowercase()).is_empty()
    assert tokens.filter(pl.col("lower") != pl.col("text").str.to_lowercase()).is_empty()


def test_a_parse_does_not_depend_on_its_neighbours(model, parse):
    alone = parse("Gulls return.")
    paragraphs = [(0, 0, "body", 0, TEXT), (1, 0, "body", 0, "Gulls return.")]
    beside = annotate(pl.DataFrame(paragraphs, PARAGRAPHS, orient="row"), model)[1].filter(doc=1)
    columns = ["text", "lemma", "pos", "tag", "dep", "ent_type", "start_char", "end_char"]
    assert beside.select(columns).rows() == alone.select(columns).rows()


def test_nothing_to_parse_gives_empty_frames(model):
    sentences, tokens = annotate(PARAGRAPHS.to_frame(), model)
    assert (sentences.schema, tokens.schema) == (SENTENCES, TOKENS)
    assert sentences.is_empty()
    assert tokens.is_empty()


def test_a_headline_in_title_case_keeps_its_text(model):
    text = "Rebels Shell Two Villages"
    body = ["Two villages were shelled.", "Rebels fled the villages.", "Nobody died."]
    rows = [(0, i, "body", 100 * i, part) for i, part in enumerate([text, *body])]
    _, tokens = annotate(pl.DataFrame(rows, PARAGRAPHS, orient="row"), model)
    title = tokens.filter(sent=0)
    assert title["text"].to_list() == text.split()
    assert title.filter(text="Shell").select("pos", "lemma").row(0) == ("VERB", "shell")


def test_names_in_a_row_before_a_plural_verb_are_two(parse):
    two, one = (
        "Parker, Kenyan Prime Minister agree truce in Kismayo",
        "Weaver, the Prime Minister, discusses the truce.",
    )
    assert _dep(mend_lists(parse(two)), "Minister") == "conj"
    assert _dep(mend_lists(parse(one)), "Minister") == "appos"


def _dep(tokens, word):
    return tokens.filter(text=word)["dep"].item()
