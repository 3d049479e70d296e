"""`tracker coverage`: what it prints, writes and refuses."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factory import World
from tracker.models.database import open_database

HERE = ("AAA", "VNM")


@pytest.fixture
def agreements(sqlite_url: str) -> None:
    """One read, one of which nothing is known, one read in part, one that has ended, one of uncertain fate."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        in_force = date(2011, 1, 1)
        world.agreement("Read Pact", HERE, in_force=in_force)
        world.agreement(
            "Unread [Pact]",
            (*HERE, "CCC"),
            in_force=in_force,
            current=False,
            urls=("https://example.org/unread",),
        ).digital_rules = "y"
        world.agreement("Cut Pact", ("AAA", "CCC"), in_force=in_force, urls=()).missing = ["annex 2"]
        world.agreement("Old Pact", HERE, in_force=in_force, inactive=date(2020, 1, 1))
        world.agreement("Odd Pact", HERE).state = "unknown"
        world.agreement("Tariff Pact", HERE, in_force=in_force, current=False).digital_rules = "n"
    database.close()


def cells(out: str, first: str) -> list[str]:
    """The row of a printed table that begins with `first`, as words."""
    (row,) = [line.split() for line in out.splitlines() if line.split()[:1] == [first]]
    return row


@pytest.mark.usefixtures("agreements")
def test_counts_and_wanted_texts_are_printed(run: Run) -> None:
    ran = run("coverage", "--day", "2026-06-01")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == (
        "3 agreements in force on 2026-06-01 hold digital rules, or are not known to hold none "
        "(0 of them applied provisionally)"
    )
    assert lines[1] == "left out: 1 in force, known to hold no digital rules"
    assert lines[2] == "in doubt: 1 of which it is not known whether they are in force: Odd Pact"
    assert cells(ran.out, "read") == ["read", "1"]
    assert cells(ran.out, "all") == ["all", "3"]
    assert cells(ran.out, "2010") == ["2010", "3", "1", "0", "1", "0", "1"]
    assert cells(ran.out, "VNM") == ["VNM", "Land", "VNM", "2", "1", "0", "0", "0", "1", "1"]
    wanted = lines[
        lines.index("wanted texts: 2 in force and not fully known, most countries bound first") + 1 :
    ]
    assert wanted == [
        "  1. Unread [Pact]: 3 countries bound, not read, signed 2010, in force since 2011-01-01, "
        "said to hold digital rules: yes",
        "     https://example.org/unread",
        "  2. Cut Pact: 2 countries bound, partly read (lacks annex 2), signed 2010, in force since 2011-01-01, "
        "said to hold digital rules: not known",
        "     no address known",
    ]


@pytest.mark.usefixtures("agreements")
def test_the_day_decides_what_is_in_force(run: Run) -> None:
    assert run("coverage", "--day", "2019-12-31").out.startswith("4 agreements in force on 2019-12-31 ")
    assert run("coverage", "--day", "2005-01-01").out.startswith("0 agreements in force on 2005-01-01 ")
    assert run("coverage").out.startswith(f"3 agreements in force on {date.today()} ")


@pytest.mark.usefixtures("agreements")
def test_one_country_by_code_or_name(run: Run) -> None:
    by_name = run("coverage", "--country", "Viet Nam", "--day", "2026-06-01")
    assert by_name.out == run("coverage", "--country", "VNM", "--day", "2026-06-01").out
    assert by_name.out.startswith("2 agreements in force for VNM on 2026-06-01 ")
    assert "by country" not in by_name.out
    assert "Unread [Pact]" in by_name.out and "Cut Pact" not in by_name.out
    nobody = run("coverage", "--country", "KEN", "--day", "2026-06-01")
    assert nobody.code == 0
    assert nobody.out.startswith("0 agreements in force for KEN on 2026-06-01 ")


@pytest.mark.usefixtures("agreements")
def test_what_is_not_shown_is_said(run: Run) -> None:
    short = run("coverage", "--top", 1).out
    assert "and 2 more countries; --top 0 shows all" in short
    assert "and 1 more wanted texts; --top 0 shows all" in short
    assert "Cut Pact" not in short
    assert "more" not in run("coverage", "--top", 0).out


@pytest.mark.usefixtures("agreements")
def test_json_holds_all_that_is_printed(run: Run) -> None:
    ran = run("coverage", "--json", "--day", "2026-06-01")
    found = json.loads(ran.out)
    states = {"read": 1, "coded": 0, "partly_read": 1, "reported": 0, "not_read": 1}
    assert (found["day"], found["country"], found["in_force"], found["fully_known"]) == (
        "2026-06-01",
        None,
        3,
        1,
    )
    assert (
        found["known_without_digital_rules"],
        [row["name"] for row in found["not_known_whether_in_force"]],
    ) == (
        1,
        ["Odd Pact"],
    )
    assert found["by_state"] == states
    assert found["by_year"] == [{"year": 2010, **states}]
    assert [(row["iso3"], row["wanted"]) for row in found["by_country"]] == [
        ("AAA", 2),
        ("CCC", 2),
        ("VNM", 1),
    ]
    assert [row["slug"] for row in found["wanted"]] == ["unread-[pact]", "cut-pact"]
    assert found["wanted"][0]["addresses"] == ["https://example.org/unread"]
    assert (found["wanted"][1]["missing"], found["wanted"][1]["since"]) == (["annex 2"], "2011-01-01")


@pytest.mark.usefixtures("agreements")
def test_csv_has_every_agreement_once(run: Run, tmp_path: Path) -> None:
    ran = run("coverage", "-o", "out.csv", "--delimiter", ";", "--day", "2026-06-01")
    assert ran.out == "3 agreements -> out.csv\n"
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["Agreement"], row["Reading state"], row["Countries bound"]) for row in rows] == [
        ("Unread [Pact]", "not read", "3"),
        ("Cut Pact", "partly read", "2"),
        ("Read Pact", "read", "2"),
    ]
    assert (rows[0]["Said to hold digital rules"], rows[0]["Bound"]) == ("yes", "AAA; CCC; VNM")
    assert (rows[1]["Missing"], rows[1]["Fully known"], rows[1]["Since"]) == ("annex 2", "no", "2011-01-01")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--country", "Atlantis"), "unknown country 'Atlantis'"),
        (("--json", "-o", "out.csv"), "give one of them"),
        (("-o", "out.csv", "--delimiter", ";;"), "cannot separate columns"),
        (("--day", "2026-13-01"), "'2026-13-01' does not match"),
        (("--top", "-1"), "Invalid value for '--top'"),
    ],
)
def test_what_cannot_be_used_is_refused(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    ran = run("coverage", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert not (tmp_path / "out.csv").exists()


def test_an_empty_database_is_no_coverage(run: Run, tmp_path: Path) -> None:
    ran = run("coverage", "-o", "out.csv")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "tracker: no agreement is stored here yet; `tracker up` loads those that are shipped\n"
    assert not (tmp_path / "out.csv").exists()
