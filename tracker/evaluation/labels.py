"""Reads articles to be labelled (JSONL) and labels (CSV), naming the line of anything broken."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tracker.errors import BadInput

NONE = "none"
"""The code of an article with no provision of the codebook."""

ALL = "all"
"""The value of `bound` where every party is bound."""

COLUMNS = ("item_id", "code", "strength", "exception", "score", "scope", "bound", "note")
_REQUIRED_COLUMNS = ("item_id", "code", "strength", "exception")
_STRENGTHS = ("", "hard", "soft")
_EXCEPTIONS = ("", "y", "n")
_SCOPES = ("", "general", "telecoms", "financial", "sector")
_TEXT_KEYS = ("agreement", "language", "chapter", "number", "title", "text")


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be labelled. `chapter`, `number` and `title` are as printed, "" if there is none."""

    item_id: str
    agreement: str
    language: str
    chapter: str
    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label: a code in an article. `strength` is "", hard or soft; `exception` "", y or n; score 0..1.

    `scope` is "" or one of the second codebook's; `bound` is "", all, or party codes joined by ";" (sorted).
    """

    item_id: str
    code: str
    strength: str = ""
    exception: str = ""
    score: float = 1.0
    scope: str = ""
    bound: str = ""
    note: str = ""


def items_file_of(gold: Path) -> Path:
    """The file of a gold file's articles by convention: `dev_items.jsonl` beside `dev.csv`."""
    return gold.with_name(f"{gold.stem}_items.jsonl")


def read_items(path: Path) -> list[Item]:
    """The articles of a JSONL file, one object a line; BadInput names the line that is broken."""
    items: list[Item] = []
    seen: dict[str, int] = {}
    with _opened(path) as lines:
        for number, line in enumerate(_decoded(lines, path), start=1):
            if not line.strip():
                continue
            item = _item(line, f"{path}:{number}")
            if item.item_id in seen:
                raise BadInput(
                    f"{path}:{number}: item_id {item.item_id} also stands on line {seen[item.item_id]};"
                    " give every article an id of its own"
                )
            seen[item.item_id] = number
            items.append(item)
    if not items:
        raise BadInput(f"{path}: holds no article; give one JSON object a line")
    return items


def _item(line: str, where: str) -> Item:
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: not JSON ({error.msg}); give one object a line") from None
    if not isinstance(data, dict):
        raise BadInput(f"{where}: not a JSON object; give item_id, language, chapter, number, title, text")
    item_id = data.get("item_id")
    if not isinstance(item_id, str) or not item_id:
        raise BadInput(f"{where}: item_id is missing or not a text; every article needs one")
    if not isinstance(data.get("text"), str):
        raise BadInput(f"{where}: text is missing or not a text; every article needs one")
    values = {}
    for key in _TEXT_KEYS:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            raise BadInput(f"{where}: {key} is not a text; write it in quotes or null")
        values[key] = value or ""
    values["language"] = values["language"] or "en"
    return Item(item_id=item_id, **values)


def read_labels(path: Path) -> list[LabelRow]:
    """The labels of a CSV file with the columns item_id, code, strength, exception and perhaps score."""
    rows: list[LabelRow] = []
    with _opened(path) as lines:
        reader = csv.DictReader(_decoded(lines, path))
        missing = [column for column in _REQUIRED_COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(
                f"{path}:1: no column {', '.join(missing)}; give item_id, code, strength, exception"
            )
        try:
            rows.extend(_label(row, f"{path}:{reader.line_num}") for row in reader)
        except csv.Error as error:
            raise BadInput(f"{path}:{reader.line_num}: not CSV ({error}); correct the line") from None
    if not rows:
        raise BadInput(f"{path}: holds no label; give one row per label")
    return rows


def _label(row: dict[str, Any], where: str) -> LabelRow:
    if None in row or any(row[column] is None for column in _REQUIRED_COLUMNS):
        raise BadInput(f"{where}: wrong number of fields; give item_id, code, strength, exception")
    if not row["item_id"] or not row["code"]:
        raise BadInput(f"{where}: item_id or code is empty; fill it in")
    if row["strength"] not in _STRENGTHS:
        raise BadInput(f"{where}: strength '{row['strength']}' is not hard, soft or empty; correct it")
    if row["exception"] not in _EXCEPTIONS:
        raise BadInput(f"{where}: exception '{row['exception']}' is not y, n or empty; correct it")
    try:
        score = float(row.get("score") or 1.0)
    except ValueError:
        raise BadInput(f"{where}: score '{row['score']}' is not a number; correct it") from None
    scope = row.get("scope") or ""
    if scope not in _SCOPES:
        raise BadInput(f"{where}: scope '{scope}' is not {', '.join(_SCOPES[1:])} or empty; correct it")
    bound = ";".join(sorted(code.strip() for code in (row.get("bound") or "").split(";") if code.strip()))
    return LabelRow(
        row["item_id"],
        row["code"],
        row["strength"],
        row["exception"],
        score,
        scope,
        bound,
        row.get("note") or "",
    )


def write_labels(rows: Iterable[LabelRow], file: TextIO) -> None:
    """Write labels as CSV with a heading line; open `file` with newline=""."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            (
                row.item_id,
                row.code,
                row.strength,
                row.exception,
                f"{row.score:.3f}",
                row.scope,
                row.bound,
                row.note,
            )
        )


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); check the path") from None


def _decoded(lines: TextIO, path: Path) -> Iterable[str]:
    """The lines of a file; BadInput where they are not UTF-8."""
    read = 0
    try:
        for line in lines:
            read += 1
            yield line
    except UnicodeDecodeError:
        raise BadInput(f"{path}:{read + 1}: not UTF-8 text; save the file as UTF-8") from None
