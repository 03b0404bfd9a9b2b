"""The files of corrections: read, with one sentence for what is wrong in them, and added to.

What counts everywhere is in the project (`SHARED`); what people correct in one warehouse is in a file of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flows.errors import UsageError
from warehouse.errors import QueryFailed, WarehouseMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.settings import Settings
    from transforms.corrections import Corrections
    from transforms.corrections.model import OfEvents, RowCorrection

#: How a new file begins.
_HEAD = "# Corrections of this warehouse, beside which it stays: docs/corrections.md of sitrep shows each kind.\n"
SHARED = Path(__file__).parent.parent / "seeds" / "corrections.yml"


def read(path: Path) -> Corrections:
    """The corrections of the project and those of `path`, which need not be there. Raises UsageError, with the line."""
    from transforms.corrections import Corrections  # noqa: PLC0415 - with the models, not needed where not asked for

    files = [file for file in dict.fromkeys((SHARED, path.absolute())) if file.exists()]
    try:
        return Corrections([one for file in files for one in _read(file)])
    except ValueError as error:
        raise UsageError(f"{' and '.join(map(str, files))}: {error}; remove one of them.") from error


def check(settings: Settings) -> None:
    """Raise UsageError where the file is gone by which the warehouse was corrected: a run would undo all of it."""
    if settings.corrections.exists():
        return
    from transforms.corrections.model import ids_of  # noqa: PLC0415 - as in `read`
    from warehouse.query import query  # noqa: PLC0415 - not needed where there is a file

    try:
        stored = query(settings.warehouse, "SELECT correction_id FROM ops.corrections")["correction_id"]
    except (WarehouseMissing, QueryFailed):  # one of an earlier release has no such table
        return
    lost = set(stored) - ids_of(read(settings.corrections))
    if lost:
        many = "a correction" if len(lost) == 1 else f"{len(lost):,} corrections"
        raise UsageError(
            f"{settings.warehouse} has {many} of a file that is not there any more, {settings.corrections}; bring it "
            "back, or put an empty one there to undo them."
        )


def _read(path: Path) -> Iterator[OfEvents | RowCorrection]:
    import yaml  # noqa: PLC0415 - as in `read`
    from pydantic import ValidationError  # noqa: PLC0415 - as in `read`

    from transforms.corrections.model import ONE  # noqa: PLC0415 - as in `read`

    try:
        told = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"The file of corrections {path} can't be read ({why}); mend that.") from error
    loader = yaml.BaseLoader(told)  # values are strings, which the columns' types give a meaning
    try:
        node = loader.get_single_node()
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise UsageError(f"{path} is no list of corrections; docs/corrections.md shows what it looks like.")
        for item in node.value:
            try:
                yield ONE.validate_python(_plain(loader.construct_object(item, deep=True)))
            except ValidationError as error:
                raise UsageError(f"{path}, line {item.start_mark.line + 1}: {_sentence(error)}.") from error
    except yaml.YAMLError as error:
        raise UsageError(_broken(path, error)) from error


def add(path: Path, correction: Mapping[str, Any]) -> str:
    """Write a correction at the end of the file; what the file was before. Raises UsageError, and leaves it as it was.

    `correction`: keys and values, in order; a value is a string or a list of strings.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else _HEAD
        lines = "\n  ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in correction.items())
        put(path, f"{before.rstrip()}\n\n- {lines}\n".lstrip("\n"))
    except OSError as error:
        raise UsageError(
            f"{path} can't be written ({error.strerror}); SITREP_CORRECTIONS names another file of corrections."
        ) from error
    try:
        read(path)
    except UsageError:
        put(path, before)
        raise
    return before


def put(path: Path, told: str) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{token_hex(4)}.part")
    unfinished.write_text(told, encoding="utf-8")
    unfinished.replace(path)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    """`null`, `~` and nothing at all are NULL; the rest stays what it says."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return None if value in ("null", "~", "") else value


def _sentence(error: Any) -> str:  # noqa: ANN401 - of pydantic, which is imported late
    first = error.errors()[0]
    if first["type"] == "union_tag_invalid":
        return f"the action is {first['ctx']['tag']}, and is to be one of {first['ctx']['expected_tags']}"
    if first["type"] == "union_tag_not_found":
        return "it has no action"
    if first["type"] == "model_attributes_type":
        return "this is no correction, which is a list of keys and values that begins with - action:"
    where = ".".join(str(part) for part in first["loc"][1:])
    why = first["msg"].removeprefix("Value error, ")
    return f"{where}: {why[0].lower()}{why[1:]}" if where else f"{why[0].lower()}{why[1:]}"


def _broken(path: Path, error: Any) -> str:  # noqa: ANN401 - of yaml, which is imported late
    """Where a file stops to be YAML, and why."""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    where = f"{path}, line {mark.line + 1}" if mark else str(path)
    return f"{where}: this is not YAML ({problem or ' '.join(str(error).split())}); mend it."
