import pytest

from tests.transforms.conftest import MODEL
from transforms.annotate.model import ModelMissing, load_model, model_version


def test_a_loaded_model_knows_its_name_and_version(model):
    assert model.name == MODEL
    assert model.version == model_version(MODEL)


@pytest.mark.parametrize("load", [load_model, model_version])
def test_a_model_that_is_not_installed_is_named_with_what_to_do(load):
    with pytest.raises(ModelMissing, match=r"no_such_model.*SITREP_MODEL"):
        load("no_such_model")


def test_a_package_that_holds_no_model_is_refused():
    with pytest.raises(ModelMissing, match="csv"):
        load_model("csv")


def test_a_hyphen_behind_an_abbreviation_parts_words(parse):
    assert parse("The U.S.-China talks ended.")["text"].to_list()[1:4] == ["U.S.", "-", "China"]
