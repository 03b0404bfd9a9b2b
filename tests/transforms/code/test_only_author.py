ONE = (
    "The Philippine army attacked Abu Sayyaf on Monday.\n"
    "Officials in Manila spoke of the weather.\n"
    "Ten fighters of Abu Sayyaf were killed on Sunday."
)
TWO = (
    "The Philippine army attacked Abu Sayyaf on Monday. Police from Malaysia attacked Abu Sayyaf on Tuesday.\n"
    "Officials in Manila spoke of the weather.\n"
    "Ten fighters of Abu Sayyaf were killed on Sunday."
)


def test_the_only_one_who_attacks_them_did_this_too(read):
    told = read(ONE)
    assert told.event("killed")["actors"] == told.event("attacked")["actors"] != []


def test_where_two_attack_them_nobody_is_taken(read):
    assert read(TWO).event("killed")["actors"] == []
