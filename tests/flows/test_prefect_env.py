import os
import subprocess
import sys
from pathlib import Path

from flows import prefect_env
from tests.conftest import ROOT, environment


def test_what_the_user_has_set_wins(monkeypatch, tmp_path):
    for name in prefect_env.defaults(tmp_path):
        monkeypatch.setenv(name, "mine" if name != "PREFECT_HOME" else str(tmp_path / "mine"))
    assert prefect_env.prepare(tmp_path) == tmp_path / "mine"
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "mine"


def test_prefect_keeps_all_its_files_beside_the_warehouse(tmp_path):
    code = (
        "from pathlib import Path; import sys; from flows import prefect_env; prefect_env.prepare(Path(sys.argv[1]));"
        "from prefect.settings import get_current_settings as s; s = s();"
        "print(s.home, s.results.local_storage_path, s.server.memo_store_path, s.profiles_path, sep='\\n');"
        "print(s.server.analytics_enabled, s.server.database.connection_url.get_secret_value())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    *paths, last = done.stdout.splitlines()
    assert all(Path(path).is_relative_to(tmp_path / ".prefect") for path in paths)
    assert last == f"False sqlite+aiosqlite:///{tmp_path / '.prefect'}/prefect.db"
