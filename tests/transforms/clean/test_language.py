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


ENGLISH = (
    "The council voted on the new budget late on Tuesday, and the mayor said that it was the best for the town. His "
    "opponents were not there: they had left the hall before the vote, which they called a farce, and would not be "
    "drawn on what they will do about it when the court meets."
)
DUTCH = (
    "De raad stemde dinsdagavond over de nieuwe begroting, of het nu laat was of niet, en de burgemeester was blij. "
    "Hij had gezegd dat hij of zou opstappen of zou blijven; de oppositie had de zaal toen al verlaten en was boos. "
    "Wat zij had willen zeggen was niet duidelijk, of het was vergeten."
)


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (DUTCH, "nl"), (DUTCH + DUTCH + ENGLISH[:120], "nl")])
def test_the_language_of_a_longer_text(text, code):
    assert language_of(text) == code


def test_function_words_settle_english_without_a_model(monkeypatch):
    monkeypatch.setattr("transforms.clean.language._identifier", lambda: pytest.fail("the model was asked"))

    assert language_of(ENGLISH) == "en"
