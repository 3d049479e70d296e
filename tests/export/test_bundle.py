"""The whole database as one file: a valid data package, whole, the same for the same data, and without treaty text."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers.sources import load_sources
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.cli.sources import source_facts
from tracker.errors import BadInput
from tracker.export.bundle import bundle, citations, write_bundle
from tracker.export.bundle.descriptor import readme
from tracker.export.bundle.tables import TABLES
from tracker.models import Paper
from tracker.models.database import Database
from tracker.resolution import ensure_source

WORDS = "Each side keeps the gates open for every cart."
NAME = re.compile(r"[a-z0-9._-]+")
"""The characters that the specification allows in the name of a package or resource."""

VALID: dict[str, re.Pattern[str]] = {
    "string": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile(r"yes|no"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "array": re.compile(r"\[.*\]", re.DOTALL),
}


def write_world(database: Database) -> None:
    """Two agreements, one through a union and pending, with a finding each, and a paper."""
    with database.session() as session:
        made = World(session)
        hard = MadeFinding("data_flows", "hard", True, WORDS, notes=("exception:security",))
        north = made.agreement(
            "North - South",
            parties=["AAA", ("CCC", "UNI")],
            signed=date(2010, 1, 2),
            in_force=date(2012, 3, 4),
            chapters=(
                MadeChapter("1", "Loud heading", articles=(MadeArticle("1.1", "Gates", WORDS, (hard,)),)),
            ),
        )
        made.agreement(
            "=East - West",
            slug="east-west",
            has_text=False,
            chapters=(
                MadeChapter(
                    "2",
                    None,
                    articles=(
                        MadeArticle("@2.1", None, None, (MadeFinding("odd_code", "soft"),)),
                        MadeArticle(None, None, None),
                    ),
                ),
            ),
        )
        session.add(
            Paper(
                source_id=made.source().id,
                symbol="INF/TEST/1",
                title="Paper on carts",
                issued=date(2020, 5, 6),
                members=["AAA", "UNI"],
                language="en",
                url="https://example.org/1",
                sha256="0" * 64,
                fetched_at=datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
                text=WORDS,
                agreement_id=north.id,
            )
        )


@pytest.fixture
def filled(database: Database) -> Database:
    """The invented world in a database."""
    write_world(database)
    return database


@pytest.fixture
def unpacked(filled: Database) -> Iterator[zipfile.ZipFile]:
    """Its bundle, opened."""
    with filled.read() as session, zipfile.ZipFile(io.BytesIO(bundle(session))) as archive:
        yield archive


def package(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("datapackage.json"))
    return found


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8"), newline="")))


def test_descriptor_has_what_the_specification_asks(unpacked: zipfile.ZipFile) -> None:
    found = package(unpacked)
    assert found["profile"] == "tabular-data-package"
    assert NAME.fullmatch(found["name"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["version"])
    assert found["created"] == "2026-02-03T04:05:06Z", "the newest fetch, not the time of writing"
    assert all(entry["name"] and entry["path"].startswith("https://") for entry in found["licenses"])
    [source] = found["sources"]
    assert source["title"] == "Invented texts"
    names = [resource["name"] for resource in found["resources"]]
    assert len(set(names)) == len(names)
    for resource in found["resources"]:
        assert NAME.fullmatch(resource["name"])
        assert resource["profile"] == "tabular-data-resource"
        assert resource["encoding"] == "utf-8"
        assert resource["bytes"] == unpacked.getinfo(resource["path"]).file_size
        assert resource["title"] and resource["description"]
        fields = resource["schema"]["fields"]
        assert all(field["type"] in VALID and field["description"] for field in fields)
        assert len({field["name"] for field in fields}) == len(fields)


def test_every_file_is_described_and_its_heading_is_its_schema(unpacked: zipfile.ZipFile) -> None:
    found = package(unpacked)
    described = {resource["path"] for resource in found["resources"]}
    assert described | {"datapackage.json", "README.md"} == set(unpacked.namelist())
    for resource in found["resources"]:
        raw = unpacked.read(resource["path"])
        assert not raw.startswith(b"\xef\xbb\xbf"), "programs would take the mark for part of the first name"
        heading = next(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
        assert heading == [field["name"] for field in resource["schema"]["fields"]]


def test_cells_are_of_their_type_and_kept_within_their_constraints(unpacked: zipfile.ZipFile) -> None:
    for resource in package(unpacked)["resources"]:
        found = rows(unpacked, resource["name"])
        assert found, f"{resource['name']} has no row in this test"
        for field in resource["schema"]["fields"]:
            constraints = field.get("constraints", {})
            for cell in (row[field["name"]] for row in found):
                if not cell:
                    assert not constraints.get("required"), (resource["name"], field["name"])
                    continue
                assert VALID[field["type"]].fullmatch(cell), (resource["name"], field["name"], cell)
                assert cell in constraints.get("enum", [cell])
                if field["type"] == "array":
                    assert isinstance(json.loads(cell), list)


def test_primary_keys_are_unique_and_foreign_keys_hold(unpacked: zipfile.ZipFile) -> None:
    resources = {resource["name"]: resource["schema"] for resource in package(unpacked)["resources"]}

    def columns(value: str | list[str]) -> list[str]:
        return [value] if isinstance(value, str) else value

    checked = 0
    for name, schema in resources.items():
        keys = [
            tuple(row[column] for column in columns(schema["primaryKey"])) for row in rows(unpacked, name)
        ]
        assert len(set(keys)) == len(keys), name
        for foreign in schema.get("foreignKeys", []):
            reference = foreign["reference"]
            known = {
                tuple(row[column] for column in columns(reference["fields"]))
                for row in rows(unpacked, reference["resource"])
            }
            for row in rows(unpacked, name):
                value = tuple(row[column] for column in columns(foreign["fields"]))
                if any(value):
                    assert value in known, (name, foreign, value)
                    checked += 1
    assert checked > 10


def test_what_stands_in_the_tables(unpacked: zipfile.ZipFile) -> None:
    [hard, soft] = sorted(rows(unpacked, "findings"), key=lambda row: row["provision"])
    assert (hard["strength"], hard["exception"], hard["spans"]) == ("hard", "yes", f"[[0,{len(WORDS)}]]")
    assert json.loads(hard["notes"]) == ["exception:security"]
    assert soft["provision"] == "odd_code"
    assert "odd_code" in {row["code"] for row in rows(unpacked, "provisions")}
    agreements = {row["slug"]: row for row in rows(unpacked, "agreements")}
    assert agreements["north-south"]["date_in_force"] == "2012-03-04"
    assert agreements["east-west"]["name"] == "'=East - West", "no spreadsheet runs it"
    assert len(rows(unpacked, "articles")) == 3
    assert {row["number"] for row in rows(unpacked, "articles")} == {"1.1", "'@2.1", ""}
    assert len(rows(unpacked, "principles")) == 24
    [through] = [row for row in rows(unpacked, "agreement_parties") if row["group"]]
    assert (through["iso3"], through["group"], through["original"]) == ("CCC", "UNI", "yes")
    [paper] = rows(unpacked, "papers")
    assert paper["agreement"] == "north-south"


def test_no_text_and_no_heading_of_a_treaty_is_in_it(unpacked: zipfile.ZipFile) -> None:
    for name in unpacked.namelist():
        text = unpacked.read(name).decode("utf-8")
        for words in (WORDS, "gates open", "Loud heading", "Gates"):
            assert words not in text, name


def test_same_data_give_the_same_bytes_and_other_data_others(filled: Database) -> None:
    with filled.read() as session:
        first = bundle(session)
    with filled.read() as session:
        assert bundle(session) == first
    with filled.session() as session:
        World(session, source_key="other").agreement("Third - One", parties=["AAA", "EEE"])
    with filled.read() as session:
        assert bundle(session) != first


def test_order_of_loading_does_not_matter(filled: Database, tmp_path: Path) -> None:
    """Rows are in the order of public names, not of database ids."""
    with filled.read() as session, zipfile.ZipFile(io.BytesIO(bundle(session))) as archive:
        slugs = [row["slug"] for row in rows(archive, "agreements")]
    assert slugs == sorted(slugs) == ["east-west", "north-south"]


def test_file_is_whole_or_not_there(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.zip"
    done: list[str] = []
    with filled.read() as session:
        counts = write_bundle(session, path, done.append)
    assert done == list(counts) == [table.name for table in TABLES]
    assert counts["agreements"] == 2
    before = path.read_bytes()

    def broken(name: str) -> None:
        raise RuntimeError(name)

    with filled.read() as session, pytest.raises(RuntimeError):
        write_bundle(session, path, broken)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.glob("all*")] == ["all.zip"]


def test_an_empty_database_is_reported(database: Database, tmp_path: Path) -> None:
    with database.read() as session, pytest.raises(BadInput, match="tracker up"):
        write_bundle(session, tmp_path / "all.zip")
    assert not list(tmp_path.glob("all*"))


def test_citations_are_those_the_sources_ask_for(filled: Database) -> None:
    with filled.read() as session:
        [before] = citations(session)
    assert (before.publication, before.licence, before.documents) == (None, "CC0", 2)
    with filled.session() as session:
        ensure_source(session, source_facts()["tota"])
    with filled.read() as session:
        [entry] = citations(session)
        described = readme(session, TABLES)
    assert entry.publication == load_sources()["tota"].cite
    assert entry.publication in described and entry.documents == 2
