"""Reading articles and labels: what is right is read, what is broken is named with its line."""

import io
import json
from pathlib import Path

import pytest

from tracker.errors import BadInput
from tracker.evaluation import LabelRow, items_file_of, read_items, read_labels, write_labels

GOOD = {
    "item_id": "x:1",
    "agreement": "A - B",
    "language": "en",
    "chapter": None,
    "title": None,
    "text": "Text.",
}


def test_items_are_read_with_nulls_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "i.jsonl"
    file.write_text(json.dumps(GOOD) + "\n\n", encoding="utf-8")
    (item,) = read_items(file)
    assert (item.item_id, item.chapter, item.title, item.language) == ("x:1", "", "", "en")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        (json.dumps({"text": "x"}), "item_id is missing"),
        (json.dumps({"item_id": "x:2"}), "text is missing"),
        (json.dumps(GOOD | {"item_id": "x:2", "title": 7}), "title is not a text"),
        (json.dumps(GOOD), "also stands on line 1"),
    ],
)
def test_broken_items_name_the_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "i.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"i\.jsonl:2: .*{message}"):
        read_items(file)


def test_items_that_are_empty_missing_or_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "i.jsonl"
    with pytest.raises(BadInput, match="cannot be read"):
        read_items(file)
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(BadInput, match="holds no article"):
        read_items(file)
    file.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(BadInput, match="not UTF-8"):
        read_items(file)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x:1,data_flows,firm,", "strength 'firm'"),
        ("x:1,data_flows,hard,maybe", "exception 'maybe'"),
        ("x:1,,hard,", "code is empty"),
        ("x:1,data_flows", "wrong number of fields"),
    ],
)
def test_broken_labels_name_the_line(tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / "g.csv"
    file.write_text(f"item_id,code,strength,exception\n{row}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"g\.csv:2: .*{message}"):
        read_labels(file)


def test_labels_without_a_column(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text("item_id,code\nx:1,none\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column strength, exception"):
        read_labels(file)


def test_a_scope_outside_the_codebook_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text("item_id,code,strength,exception,scope\nx:1,data_flows,hard,y,ships\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"g\.csv:2: scope 'ships'"):
        read_labels(file)


def test_parties_bound_are_compared_in_one_order(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text(
        "item_id,code,strength,exception,bound\nx:1,data_flows,hard,y,USA; MYS\n", encoding="utf-8"
    )
    assert read_labels(file)[0].bound == "MYS;USA"


def test_labels_survive_writing_and_reading(tmp_path: Path) -> None:
    rows = [
        LabelRow("x:1", "data_flows", "hard", "y", 0.95, "financial", "MYS;USA", "transition"),
        LabelRow("x:2", "none"),
    ]
    buffer = io.StringIO()
    write_labels(rows, buffer)
    file = tmp_path / "g.csv"
    file.write_text(buffer.getvalue(), encoding="utf-8")
    assert read_labels(file) == rows


def test_items_lie_beside_the_gold_file() -> None:
    assert items_file_of(Path("gold/dev.csv")) == Path("gold/dev_items.jsonl")
