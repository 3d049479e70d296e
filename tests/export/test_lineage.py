"""The lineage as files: what a spreadsheet and a graph program read."""

import csv
import io
from pathlib import Path

import networkx
import pytest

from tests.lineage.invented import NEAR, RULE, day, write
from tracker.errors import BadInput
from tracker.export.lineage import write_lineage
from tracker.lineage.job import run_lineage
from tracker.models.database import Database

ODD = '=Heir <&> \x0b"1"'


@pytest.fixture
def traced(database: Database) -> Database:
    with database.session() as session:
        write(session, "Root", day(2001), RULE)
        write(session, ODD, day(2010), NEAR, slug="heir")
        write(session, "Undated", None, NEAR).year_signed = 2015
    run_lineage(database)
    return database


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_clause(traced: Database, tmp_path: Path) -> None:
    path = tmp_path / "family.csv"
    with traced.read() as session:
        assert write_lineage(session, path, "source_code", "csv") == (3, 2)
    root, heir, undated = read_csv(path)
    assert (root["Agreement"], root["Nearest earlier agreement"], root["Later agreements alike"]) == (
        "Root",
        "",
        "2",
    )
    assert heir["Agreement"] == f"'{ODD}", "no formula"
    assert (heir["Nearest earlier agreement"], heir["Percent of the words standing there"]) == ("Root", "93")
    assert (undated["Signed"], undated["Earlier agreement link"]) == ("2015", "heir")
    assert undated["Percent of the words standing there"] == "100"


def test_pairs_have_a_row_each_the_nearest_named(traced: Database, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    with traced.read() as session:
        assert write_lineage(session, path, "source_code", "csv", all_pairs=True, delimiter=";") == (3, 3)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert [(row["Agreement link"], row["Earlier agreement link"], row["Nearest"]) for row in rows] == [
        ("heir", "root", "yes"),
        ("undated", "heir", "yes"),
        ("undated", "root", "no"),
    ]


@pytest.mark.parametrize(("all_pairs", "edges"), [(False, 2), (True, 3)])
def test_graphml_is_read_back(traced: Database, tmp_path: Path, all_pairs: bool, edges: int) -> None:
    path = tmp_path / "family.graphml"
    with traced.read() as session:
        write_lineage(session, path, "source_code", "graphml", all_pairs=all_pairs)
    graph = networkx.read_graphml(path)
    assert networkx.is_directed_acyclic_graph(graph)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, edges)
    by_slug = {values["slug"]: name for name, values in graph.nodes(data=True)}
    assert graph.nodes[by_slug["heir"]]["agreement"] == '=Heir <&> "1"'
    assert graph.nodes[by_slug["undated"]]["signed"] == "2015"
    edge = graph.edges[by_slug["root"], by_slug["heir"]]
    assert (edge["share"], edge["words_in_common"], edge["nearest"]) == (round(14 / 15, 4), 14, True)
    nearest = [values["nearest"] for _, _, values in graph.edges(data=True)]
    assert nearest.count(True) == 2


def test_the_whole_percentage_is_100_only_of_equal_words(database: Database, tmp_path: Path) -> None:
    long = " ".join(f"word{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(400))
    with database.session() as session:
        write(session, "Root", day(2001), long)
        write(session, "Heir", day(2010), f"{long} more")
    run_lineage(database)
    with database.read() as session:
        write_lineage(session, tmp_path / "a.csv", "source_code", "csv")
    _root, heir = read_csv(tmp_path / "a.csv")
    assert heir["Percent of the words standing there"] == "99"
    assert heir["Percent of the words there standing here"] == "100"


@pytest.mark.parametrize(
    ("provision", "words"),
    [
        ("no_such", "no provision 'no_such'"),
        ("definitions_scope", "is structure, no rule"),
        ("source_code", "not worked out yet; run 'tracker lineage' first"),
    ],
)
def test_what_cannot_be_written_is_said(
    database: Database, tmp_path: Path, provision: str, words: str
) -> None:
    with database.session() as session:
        write(session, "Root", day(2001), RULE)
    with database.read() as session, pytest.raises(BadInput, match=words):
        write_lineage(session, tmp_path / "a.csv", provision, "csv")
    assert not list(tmp_path.glob("a.csv*"))
