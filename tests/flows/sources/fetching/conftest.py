"""A misbehaving server, and a clock that nobody waits for."""

import pytest

from tests.flows.web import Clock, web_server


@pytest.fixture
def web():
    with web_server() as server:
        yield server


@pytest.fixture
def clock():
    return Clock()
