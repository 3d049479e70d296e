"""Description of a table of the bundle, in the terms of Frictionless Table Schema (specs.frictionlessdata.io)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime", "array"]

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `values`: the only values allowed; `required`: never empty."""

    name: str
    type: FieldType
    description: str
    required: bool = False
    values: tuple[str, ...] = ()

    def described(self) -> dict[str, Any]:
        """The field descriptor."""
        field: dict[str, Any] = {"name": self.name, "type": self.type, "description": self.description}
        if self.type == "boolean":
            field |= {"trueValues": ["yes"], "falseValues": ["no"]}
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.values:
            constraints["enum"] = list(self.values)
        return {**field, "constraints": constraints} if constraints else field


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are those of columns of another table."""

    fields: tuple[str, ...]
    table: str
    references: tuple[str, ...]

    def described(self) -> dict[str, Any]:
        """The foreign key descriptor; one column is a string, several are a list (Table Schema 1.0)."""
        return {
            "fields": _one_or_list(self.fields),
            "reference": {"resource": self.table, "fields": _one_or_list(self.references)},
        }


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the bundle. `rows` reads them in an order that depends on the data alone."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    rows: Callable[[Session], Iterable[Row]]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def path(self) -> str:
        """Path of the file in the bundle."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> list[str]:
        """The heading line."""
        return [field.name for field in self.fields]

    def described(self) -> dict[str, Any]:
        """The resource descriptor."""
        schema: dict[str, Any] = {
            "fields": [field.described() for field in self.fields],
            "primaryKey": _one_or_list(self.primary_key),
            "missingValues": [""],
        }
        if self.foreign_keys:
            schema["foreignKeys"] = [key.described() for key in self.foreign_keys]
        return {
            "name": self.name,
            "path": self.path,
            "profile": "tabular-data-resource",
            "title": self.title,
            "description": self.description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
            "schema": schema,
        }


def _one_or_list(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)
