"""Rows of the registry's CSV files, each with its line, so that an error names file and line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from tracker.errors import RegistryError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Model]):
    """A row and where it stands."""

    row: Model
    file: Path
    line: int

    def fault(self, problem: str, remedy: str) -> RegistryError:
        """The error to raise about this row."""
        return RegistryError(f"{self.file}:{self.line}: {problem}; {remedy}")


def read_rows(file: Path, model: type[Model]) -> list[Placed[Model]]:
    """Every row of a file, checked one by one. Raises RegistryError with file and line of the first fault."""
    return [Placed(_checked(file, line, model, cells), file, line) for line, cells in _cells(file, model)]


def _cells(file: Path, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line (where the row begins, from 1) and cells by column of every row."""
    columns = list(model.model_fields)
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            begin = 1
            for cells in reader:
                if begin == 1 and cells != columns:
                    raise RegistryError(
                        f"{file}:1: columns are not {','.join(columns)}; correct the first line"
                    )
                if begin > 1 and cells:
                    if len(cells) != len(columns):
                        raise RegistryError(
                            f"{file}:{begin}: {len(cells)} cells instead of {len(columns)}; "
                            "put what holds a comma into quotation marks"
                        )
                    yield begin, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
                begin = reader.line_num + 1
            if begin == 1:
                raise RegistryError(f"{file}:1: is empty; restore the file")
    except (OSError, UnicodeDecodeError) as problem:
        raise RegistryError(f"{file}:1: cannot be read ({problem}); restore the file") from None
    except csv.Error as problem:
        raise RegistryError(f"{file}:{begin}: {problem}; correct the quotation marks") from None


def _checked(file: Path, line: int, model: type[Model], cells: dict[str, str]) -> Model:
    try:
        return model.model_validate(cells)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"][:1])
        ours = first["msg"].removeprefix("Value error, ")  # our own checks' words stay as they are written
        words = ours if ours != first["msg"] else ours[:1].lower() + ours[1:]
        named = f"{where}: " if where else ""
        raise RegistryError(f"{file}:{line}: {named}{words}; correct the row") from None
