"""The inputs, batch by batch: the same for the same kind and number, on any machine."""

from __future__ import annotations

from functools import cache
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.mutations import mutated
from tests.fuzz.samples import Sample, samples
from tests.fuzz.strategies import STRATEGIES, File

BATCH = 50


def kinds() -> list[str]:
    """What `batch` can make: the formats to be damaged, and the odd ones."""
    return [*samples(), *STRATEGIES]


def batch(kind: str, number: int, start: int = 0) -> list[File]:
    """At most BATCH files, each a name and bytes; `start`: the seed of the run."""
    if kind in STRATEGIES:
        return _odd(kind, start * 1_000_003 + number)
    random = Random(f"{start} {kind} {number}")
    return [_damaged(random, _samples()[kind]) for _ in range(BATCH)]


@cache
def _samples() -> dict[str, list[Sample]]:
    return samples()


def _damaged(random: Random, sound: list[Sample]) -> File:
    sample = random.choice(sound)
    other = random.choice(random.choice(list(_samples().values())))
    name = sample.name if random.random() < 0.9 else other.name
    if sample.pack and random.random() < 0.5:
        return name, sample.pack(mutated(sample.data, random, other.data))
    return name, mutated(sample.whole, random, other.whole)


def _odd(kind: str, number: int) -> list[File]:
    files: list[File] = []

    @seed(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(STRATEGIES[kind])
    def collect(file: File) -> None:
        files.append(file)

    collect()
    return files[:BATCH]
