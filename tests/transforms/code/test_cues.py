"""Every line of seeds/lexicon/status.csv is one that can be met."""

from seeds.loading import load


def test_words_of_several_parts_are_written_as_they_are_looked_up():
    table = load().table("lexicon/status.csv")
    above = table.filter(table["pos"].is_in(["verb", "noun"]))
    assert not above["word"].str.contains(" ").any()
    beside = table.filter(table["pos"].is_in(["aux", "adv", "adj", "mark"]))
    assert beside["word"].str.count_matches(" ").max() <= 2
    assert not beside["word"].str.contains("_").any()
