"""Whoever claims a deed is its claimant."""


def test_claiming_responsibility_is_a_claim(read):
    (event,) = read("The Taliban claimed responsibility for a blast that killed nine soldiers in Kunduz.").events
    assert (event["type"], event["claimants"]) == ("ASSAULT", ["Taliban"])
