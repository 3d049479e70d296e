"""Reading our own data files (YAML): every error names file and line."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from tracker.errors import TrackerError

Entry = TypeVar("Entry", bound=BaseModel)

Location = tuple[str | int, ...]
"""Path to a value inside a data file: keys and list positions."""


class _UniqueKeyLoader(yaml.CSafeLoader):
    """Safe loader that refuses a key written twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key '{key}' is written twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_data(file: Path, error: type[TrackerError]) -> Any:
    """The content of a data file as plain values. Raises `error` with file and line where it is not YAML."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise error(f"{file}:1: cannot be read ({problem}); restore the file") from None
    try:
        return yaml.load(text, Loader=_UniqueKeyLoader)  # noqa: S506 - a safe loader, see its base class
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        words = getattr(problem, "problem", None) or "is not valid YAML"
        raise error(f"{file}:{line}: {words}; correct the YAML") from None


def checked_entry(file: Path, model: type[Entry], data: Any, error: type[TrackerError]) -> Entry:
    """`data`, read from `file`, as an entry of `model`. Raises `error` with file and line of the first fault."""
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        faults = problem.errors()
        # an unknown key explains a missing one: name it first
        first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
        location = tuple(part for part in first["loc"] if part != "[key]")
        where = ".".join(str(part) for part in location) or "the file"
        ours = first["msg"].removeprefix("Value error, ")  # our own checks' words stay as they are written
        words = ours if ours != first["msg"] else ours[:1].lower() + ours[1:]
        raise error(f"{file}:{line_of(file, location)}: {where}: {words}; correct the entry") from None


def read_entry(file: Path, model: type[Entry], error: type[TrackerError]) -> Entry:
    """One data file as an entry of `model`. Raises `error` with file and line where it does not validate."""
    return checked_entry(file, model, read_data(file, error), error)


def line_of(file: Path, location: Location) -> int:
    """Line (from 1) of the value at `location` in a YAML file, or of its nearest parent that exists."""
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                return line
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line
