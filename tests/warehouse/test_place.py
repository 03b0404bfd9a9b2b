"""The address of a lake, without one."""

from __future__ import annotations

import pytest

from warehouse.errors import LakeUnfit
from warehouse.place import Lake


@pytest.mark.parametrize("address", ["ducklake:metadata.ducklake", "ducklake:mysql:db=x", "ducklake:", "elsewhere"])
def test_only_a_catalogue_in_postgresql(address):
    with pytest.raises(LakeUnfit, match="ducklake:postgres:"):
        Lake(address)


@pytest.mark.parametrize(
    "address",
    ["ducklake:postgres:dbname=x password=hunter2", "ducklake:postgres:postgresql://me:hunter2@127.0.0.1/x"],
)
def test_a_password_does_not_belong_in_it(address):
    with pytest.raises(LakeUnfit, match="PGPASSWORD") as told:
        Lake(address)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ducklake:postgres:dbname=news host=127.0.0.1", "news"),
        ("ducklake:postgres:postgresql://me@127.0.0.1:5432/news-2?connect_timeout=3", "news-2"),
        ("ducklake:postgres:service=news", "lake"),
    ],
)
def test_it_is_called_as_its_database(address, name):
    assert Lake(address).name == name
