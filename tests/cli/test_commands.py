"""Every command on invented agreements: what it prints, writes and leaves behind."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import select

from tests.cli.conftest import Run
from tests.conftest import SHARED
from tests.invented import agreement, amended, article, tota_xml
from tracker.cli import app
from tracker.models import Agreement
from tracker.models.database import open_database
from tracker.registry import registry
from tracker.texts.types import ChapterText


def all_commands() -> list[tuple[str, ...]]:
    """Every command there is, groups included, as words after `tracker`."""

    def walk(command: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        found = [path]
        for name, part in getattr(command, "commands", {}).items():
            found += walk(part, (*path, name))
        return found

    return walk(typer.main.get_command(app), ())


@pytest.mark.parametrize("command", all_commands(), ids=" ".join)
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0
    assert "Usage:" in ran.out
    assert len(ran.out.split()) > 12


def test_the_commands_of_the_readme_exist() -> None:
    known = {" ".join(path) for path in all_commands()}
    for words in ("up", "status", "ingest", "crawl", "match", "export briefing", "classify", "evaluate"):
        assert words in known


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in (1, 2, 3):
        name = f"Land {number} - Isle {number}"
        (folder / f"pta_{number}.xml").write_bytes(tota_xml(agreement(str(number), name)))
    return folder


def test_ingest_says_what_it_did(run: Run, texts: Path) -> None:
    first = run("ingest", texts)
    assert first.code == 0
    assert (
        "loaded 3, new versions 0, texts added 0, unchanged 0, refused 0; 12 articles read (3 en)"
        in first.out
    )
    (texts / "pta_2.xml").write_bytes(tota_xml(amended(agreement("2", "Land 2 - Isle 2"), "2.1", "New.")))
    (texts / "pta_4.xml").write_bytes(b"<treaty><meta>")
    second = run("ingest", texts)
    assert second.code == 2
    assert "loaded 0, new versions 1, texts added 0, unchanged 2, refused 1" in second.out
    assert "tracker: refused pta_4.xml: " in second.err


def test_match_status_and_briefing(run: Run, texts: Path, tmp_path: Path) -> None:
    run("ingest", texts)
    assert "12 articles" in run("status").out
    matched = run("match")
    assert "matched 12 articles" in matched.out
    assert "matched 0 articles, 0 findings; 12 articles were up to date" in run("match").out
    status = run("status").out
    assert "not matched yet   0 articles" in status
    ran = run("export", "briefing", "--country", "Viet Nam", "-o", "out.csv")
    assert ran.code == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert {row["Agreement"] for row in rows} == {f"Land {i} - Isle {i}" for i in (1, 2, 3)}
    flows = next(row for row in rows if row["Provision code"] == "data_flows")
    assert (flows["Strength"], flows["Exception"], flows["Article"]) == ("hard", "yes", "ARTICLE 2.2")
    assert flows["Evidence"]
    assert "personal data" in flows["Evidence"]


def test_briefings_narrow_to_what_is_asked(run: Run, texts: Path, tmp_path: Path) -> None:
    run("ingest", texts)
    run("match")
    for options, expected in (
        (("--agreement", "land-2-isle-2-2019"), {"Land 2 - Isle 2"}),
        (("--provision", "data_flows"), {f"Land {i} - Isle {i}" for i in (1, 2, 3)}),
        (("--all",), {f"Land {i} - Isle {i}" for i in (1, 2, 3)}),
    ):
        assert run("export", "briefing", *options, "-o", "out.csv").code == 0
        rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
        assert {row["Agreement"] for row in rows} == expected
        if options[0] == "--provision":
            assert {row["Provision code"] for row in rows} == {"data_flows"}


def test_a_briefing_cannot_carry_a_formula(run: Run, texts: Path, tmp_path: Path) -> None:
    words = '=HYPERLINK("http://x","y") ' + agreement().chapters[1].articles[1].text
    chapter = ChapterText("CHAPTER 1", "=1+1", (article("1.1", "+cmd|calc", words),), "c1")
    (texts / "pta_9.xml").write_bytes(tota_xml(agreement("9", "@Evil - Land", content=(chapter,))))
    run("ingest", texts)
    run("match")
    run("export", "briefing", "--all", "-o", "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert any("Evil" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say what the briefing is about"),
        (("--country", "Atlantis"), "Atlantis"),
        (("--group", "Atlantis"), "unknown group or country 'Atlantis'"),
        (("--group", "EU", "--country", "FRA"), "either --country or --group"),
        (("--agreement", "land-2-isle-2-2091"), "did you mean 'land-2-isle-2-2019'"),
        (("--provision", "data_flow"), "did you mean 'data_flows'"),
    ],
)
def test_a_briefing_about_nothing_known_is_one_line(
    run: Run, texts: Path, options: tuple[str, ...], message: str
) -> None:
    run("ingest", texts)
    ran = run("export", "briefing", *options)
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_snapshot_there_and_back(
    run: Run, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", texts)
    refused = run("snapshot", "build", "-o", "facts.json.xz")
    assert refused.code == 2
    assert "not matched yet" in refused.err
    run("match")
    assert run("snapshot", "build", "-o", "facts.json.xz").code == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    loaded = run("snapshot", "load", "facts.json.xz").out
    assert "added 3 agreements, 12 articles" in loaded
    # Without the registry nothing would be known of lives, relations and names in use.
    assert f"registry: {len(registry().instruments):,} agreements" in loaded
    assert "added 0 agreements" in run("snapshot", "load", "facts.json.xz").out
    database = open_database()
    with database.read() as session:
        state = session.scalar(select(Agreement.state).where(Agreement.short_name == "TPP"))
    database.close()
    assert state == "never_took_effect"


def test_classify_writes_a_row_per_finding_or_none(run: Run, tmp_path: Path) -> None:
    parts = [part for chapter in agreement().chapters for part in chapter.articles]
    lines = [
        json.dumps(
            {
                "item_id": f"x:{part.external_id}",
                "agreement": "A",
                "language": "en",
                "chapter": "Electronic Commerce" if part.number != "ARTICLE 1.1" else "Goods",
                "number": part.number,
                "title": part.heading,
                "text": part.text,
            }
        )
        for part in parts
    ]
    (tmp_path / "items.jsonl").write_text("\n".join(lines))
    assert run("classify", "items.jsonl", "-o", "labels.csv").code == 0
    rows = list(csv.DictReader((tmp_path / "labels.csv").open()))
    assert list(rows[0]) == ["item_id", "code", "strength", "exception", "score", "scope", "bound", "note"]
    by_item = {(row["item_id"], row["code"]): row for row in rows}
    assert by_item["x:a1.1", "none"]["strength"] == ""
    assert by_item["x:a2.1", "customs_duties"]["strength"] == "hard"
    assert by_item["x:a2.2", "data_flows"]["exception"] == "y"
    assert by_item["x:a2.3", "unsolicited_messages"]["strength"] == "soft"


def test_classify_names_the_broken_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text('{"item_id": "a", "text": "x"}\n{broken\n')
    ran = run("classify", "items.jsonl", "-o", "labels.csv")
    assert ran.code == 2
    assert "items.jsonl:2: not JSON" in ran.err
    assert not (tmp_path / "labels.csv").exists()


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/gold, which is not here")
def test_evaluate_prints_the_table(run: Run) -> None:
    ran = run("evaluate", "--gold", SHARED / "gold" / "dev.csv")
    assert ran.code == 0
    assert "data_flows" in ran.out
    micro = float(ran.out.split("micro-F1 ")[1].split()[0])
    assert micro >= 0.80
