"""Whose thing it is that somebody judges."""

import pytest

AD = "Nathan Deal's new advert startled Norway. Paul Biya condemned the advert as a lie."
NEW = "Nathan Deal's new advert startled Norway. Paul Biya condemned an advert as a lie."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([AD, NEW])


def test_the_thing_is_of_whoever_it_was_said_to_be(told):
    assert told[AD].event("condemned")["recipients"] == ["Nathan Deal"]


def test_another_thing_of_the_kind_may_be_anybodys(told):
    assert told[NEW].event("condemned")["recipients"] == []
