def test_control_of_villages_is_captured(read):
    figures = read("Rebels have seized control of 14 villages in four days.").figures
    assert [(f["measure"], f["value"]) for f in figures] == [("captured", 14)]


def test_a_trigger_needs_its_complement(read):
    figures = read("Gunmen took 12 people hostage on Monday and took 14 people to a camp.").figures
    assert [(f["measure"], f["value"]) for f in figures if f["measure"] == "abducted"] == [("abducted", 12)]


def test_a_lone_number_may_be_of_what_was_counted_before(read):
    figures = read("The storm destroyed 50 houses and damaged 140.").figures
    assert [(f["measure"], f["value"], f["unit"]) for f in figures] == [
        ("destroyed", 50, "house"),
        ("damaged", 140, "house"),
    ]
