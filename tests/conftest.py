"""What the tests of several packages share: the sample articles, run through the real pipeline once."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows import prefect_env, server
from tests.warehouse import servers

ROOT = Path(__file__).parent.parent
# Batches of one article would start a process each; the tests of that ask for it.
os.environ["SITREP_PROCESSES"] = "1"


#: Fixtures that are dear to make; where tests run in several processes, all tests that use them run in one.
DEAR = {"sample_run": "pipeline", "prefect_url": "pipeline", "postgres_port": "postgres"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        groups = {DEAR[name] for name in getattr(item, "fixturenames", ()) if name in DEAR}
        if groups:
            item.add_marker(pytest.mark.xdist_group(min(groups)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once why tests were skipped."""
    for why in sorted({report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}):
        terminalreporter.write_line(why)


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class SampleRun:
    """`sitrep run seeds/articles` and the warehouse it made; tests only read it."""

    warehouse: Path
    finished: Finished


def environment(**extra: str) -> dict[str, str]:
    """The environment of a user who has set nothing of ours or Prefect's, with the `sitrep` of this project first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SITREP_", "PREFECT_"))}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"} | extra


def sitrep(*args: str | Path, cwd: Path = ROOT, **extra: str) -> Finished:
    """Run the command as a user does; `extra` are environment variables."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, args)],
        cwd=cwd,
        env=environment(**extra),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    warehouse = tmp_path_factory.mktemp("sample") / "sitrep.duckdb"
    finished = sitrep("run", "seeds/articles", "--warehouse", warehouse)
    assert finished.code == 0, finished
    return SampleRun(warehouse, finished)


@pytest.fixture(scope="session")
def prefect_home(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's files for the runs inside this process, with a database that is made already, which takes seconds."""
    return shutil.copytree(sample_run.warehouse.parent / ".prefect", tmp_path_factory.mktemp("prefect") / "home")


@pytest.fixture(scope="session")
def prefect_url(prefect_home: Path):
    """A Prefect server that the tests share, as starting one takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in prefect_env.defaults(prefect_home).items():
            patch.setenv(name, value)
        patch.setenv("PREFECT_API_URL", "")
        with server.Child(prefect_home, "temporary") as api:
            api.wait(120)
            yield api.url


@pytest.fixture(scope="session")
def postgres_port():
    """A PostgreSQL of the tests' own."""
    if servers.programs() is None:
        pytest.skip(servers.NO_POSTGRES)
    with servers.postgres() as port:
        yield port
