"""`tracker lineage` and `tracker export lineage`: after matching, again, and what a user may get wrong."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.invented import agreement, tota_xml


def load(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pta_1.xml").write_bytes(tota_xml(agreement("1", "Land - Isle")))
    assert run("ingest", tmp_path / "pta_1.xml").code == 0


def test_match_compares_the_clauses_too(run: Run, tmp_path: Path) -> None:
    load(run, tmp_path)
    ran = run("match")
    assert ran.code == 0, ran.err
    assert "clauses compared, " in ran.out
    again = run("lineage")
    assert (again.code, again.out) == (0, "lineage: 0 clauses compared, 0 pairs with words in common\n")
    exported = run("export", "lineage", "--provision", "data_flows")
    assert exported.code == 0, exported.err
    assert "-> lineage-data_flows.csv" in exported.out
    graph = run("export", "lineage", "--provision", "data_flows", "--format", "graphml", "--all-pairs")
    assert "0 pairs -> lineage-data_flows.graphml" in graph.out
    assert (tmp_path / "lineage-data_flows.graphml").read_text("utf-8").startswith("<?xml")


def test_mistakes_are_one_line(run: Run) -> None:
    ran = run("export", "lineage", "--provision", "kites")
    assert ran.code == 2
    assert ran.err.startswith("tracker: no provision 'kites'")
    assert run("export", "lineage", "--provision", "data_flows", "--format", "dot").code == 2
