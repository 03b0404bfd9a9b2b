"""Why a run had nothing to load."""

import pytest

from flows.messages import nothing_new


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((3, 0, 0, []), "Nothing new: every article read is in the warehouse already, coded by the same rules."),
        (
            (3, 0, 0, ["no_text"]),
            "Nothing new: every article read is in the warehouse already, coded by the same rules.",
        ),
        ((1, 0, 0, ["withdrawn"]), "Nothing loaded: the article read was withdrawn or forgotten before."),
        (
            (4, 0, 0, ["forgotten", "withdrawn"]),
            "Nothing new: every other article read is in the warehouse already, coded by the same rules; "
            "2 of 4 were withdrawn or forgotten before.",
        ),
        ((2, 0, 2, []), "Nothing new: 2 articles are in the warehouse just as the changed seeds code them."),
        ((0, 1, 0, ["unchanged"]), "Nothing new: what was asked for has not changed since it was loaded."),
        ((0, 0, 0, ["unreadable_source"]), "No source could be read, so nothing was loaded."),
    ],
)
def test_a_run_that_loads_nothing_says_why(given, told):
    assert nothing_new(*given) == told
