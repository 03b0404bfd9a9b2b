def test_who_is_hit_along_with_somebody_is_counted_with_them(read):
    figures = read("Jan Novak was killed along with two other people by a blast in Idlib.").figures
    assert [(f["measure"], f["value"]) for f in figures] == [("killed", 2)]


def test_some_among_those_killed_are_killed(read):
    figures = read("Six civilians were among at least 22 people killed in air strikes on Homs.").figures
    assert {(f["measure"], f["value"]) for f in figures} == {("killed", 6), ("killed", 22)}


def test_control_of_villages_is_captured(read):
    figures = read("Rebels have seized control of 14 villages in four days.").figures
    assert [(f["measure"], f["value"]) for f in figures] == [("captured", 14)]
