import pytest

from transforms.clean.language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council voted on the new budget late on Tuesday and then went home.", "en"),
        ("Le conseil a voté le nouveau budget mardi soir avant de rentrer à la maison.", "fr"),
        ("Der Rat hat am Dienstagabend über den neuen Haushalt abgestimmt und ging heim.", "de"),
        ("El consejo votó el nuevo presupuesto el martes por la noche y luego se fue a casa.", "es"),
        ("صوت المجلس على الميزانية الجديدة مساء الثلاثاء ثم عاد الأعضاء إلى منازلهم", "ar"),
    ],
)
def test_the_language_of_a_sentence(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "12 34 56 78 90", "Too short", "... !!! ???"])
def test_too_few_letters_tell_no_language(text):
    assert language_of(text) is None
