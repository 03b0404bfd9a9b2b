"""The file of corrections: read, with one sentence for what is wrong in it, and added to."""

from __future__ import annotations

import json
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flows.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from transforms.corrections import Corrections


def read(path: Path) -> Corrections:
    """The corrections of a file. Raises UsageError, which names the line."""
    import yaml  # noqa: PLC0415 - with the models, not needed where the file is not asked for
    from pydantic import ValidationError  # noqa: PLC0415 - as above

    from transforms.corrections import Corrections  # noqa: PLC0415 - as above
    from transforms.corrections.model import ONE  # noqa: PLC0415 - as above

    try:
        told = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The file of corrections {path} can't be read ({error}); SITREP_CORRECTIONS names it, and it may be empty."
        ) from error
    loader = yaml.BaseLoader(told)  # values are strings, which the columns' types give a meaning
    try:
        node = loader.get_single_node()
        if node is None:
            return Corrections()
        if not isinstance(node, yaml.SequenceNode):
            raise UsageError(f"{path} is no list of corrections; docs/corrections.md shows what it looks like.")
        found = []
        for item in node.value:
            try:
                found.append(ONE.validate_python(_plain(loader.construct_object(item, deep=True))))
            except ValidationError as error:
                raise UsageError(f"{path}, line {item.start_mark.line + 1}: {_sentence(error)}.") from error
        return Corrections(found)
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not YAML: {' '.join(str(error).split())}; mend it.") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}; remove one of them.") from error


def add(path: Path, correction: Mapping[str, Any]) -> str:
    """Write a correction at the end of the file; what the file was before. Raises UsageError, and leaves it as it was.

    `correction`: keys and values, in order; a value is a string or a list of strings.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
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
    where = ".".join(str(part) for part in first["loc"][1:])
    why = first["msg"].removeprefix("Value error, ")
    return f"{where}: {why[0].lower()}{why[1:]}" if where else f"{why[0].lower()}{why[1:]}"
