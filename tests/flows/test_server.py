import os
import socket
from types import SimpleNamespace

import pytest

from flows import server
from flows.errors import ServerError


@pytest.fixture(autouse=True)
def _no_server_is_named(monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as other:
        other.bind((server.LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServerError, match=f"Port {port} .* SITREP_PORT"):
            server.Child(tmp_path, "lasting", port)


def test_a_server_that_does_not_answer_is_told(monkeypatch, tmp_path):
    with socket.socket() as nobody:
        nobody.bind((server.LOOPBACK, 0))
        url = f"http://{server.LOOPBACK}:{nobody.getsockname()[1]}/api"
    monkeypatch.setenv("PREFECT_API_URL", url)
    with server.for_run(tmp_path) as api, pytest.raises(ServerError, match="PREFECT_API_URL"):
        api.wait(5)


def test_a_full_disk_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "nonsense://")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with server.Child(tmp_path, "temporary") as api, pytest.raises(ServerError, match="is full"):
        api.wait(60)


def test_a_child_that_fails_is_told_with_its_log(monkeypatch, tmp_path):
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "nonsense://")
    with server.Child(tmp_path, "temporary") as api, pytest.raises(ServerError, match=r"server\.log"):
        api.wait(60)
    assert (tmp_path / "server.log").read_text()
    assert "PREFECT_API_URL" not in os.environ
