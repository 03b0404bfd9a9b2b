def test_who_is_hit_along_with_somebody_is_counted_with_them(read):
    figures = read("Jan Novak was killed along with four other climbers by a landslide in Peru.").figures
    assert [(f["measure"], f["value"]) for f in figures] == [("killed", 4)]


def test_some_among_those_killed_are_killed(read):
    figures = read("Three nurses were among the 19 villagers killed in a raid on Goma.").figures
    assert {(f["measure"], f["value"]) for f in figures} == {("killed", 3), ("killed", 19)}


def test_control_of_villages_is_captured(read):
    figures = read("Rebels have seized control of 14 villages in four days.").figures
    assert [(f["measure"], f["value"]) for f in figures] == [("captured", 14)]
