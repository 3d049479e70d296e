"""`tracker registry`: check, list and show, and what they say of what is wrong."""

import shutil
from pathlib import Path

from tests.cli.conftest import Run
from tracker.registry.registry import DATA_FOLDER


def test_check_counts_what_is_there(run: Run) -> None:
    ran = run("registry", "check")
    assert ran.code == 0
    assert ran.out.startswith("registry in order: ")
    assert " agreements, " in ran.out and " groups, " in ran.out


def test_check_says_file_and_line_of_what_is_wrong(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "edited"
    shutil.copytree(DATA_FOLDER, copy)
    file = copy / "entry_by_party.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines, "CPTPP,FRA,entry,2024-01-01,https://example.org"]) + "\n")
    ran = run("registry", "check", "--folder", copy)
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert f"{file}:{len(lines) + 1}: FRA is no party to CPTPP" in ran.err


def test_check_says_file_and_line_of_a_circle(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "edited"
    shutil.copytree(DATA_FOLDER, copy)
    file = copy / "relations.csv"
    lines = file.read_text().splitlines()
    assert any(line.startswith("CPTPP,incorporates,TPP,") for line in lines)
    for relation in ("incorporates", "replaces", "suspends"):
        file.write_text("\n".join([*lines, f"TPP,{relation},CPTPP,,14.*,,,https://example.org"]) + "\n")
        ran = run("registry", "check", "--folder", copy)
        assert ran.code == 3
        assert ran.err.count("\n") == 1
        assert f"{file}:{len(lines) + 1}: {relation} in a circle: CPTPP -> TPP -> CPTPP" in ran.err


def test_list_by_party_and_status(run: Run) -> None:
    ran = run("registry", "list", "--party", "Viet Nam", "--status", "in_force")
    assert ran.code == 0
    keys = [line.split()[0] for line in ran.out.splitlines()[1:-1]]
    assert {"CPTPP", "RCEP", "EVFTA"} <= set(keys)
    assert "TPP" not in keys and "USMCA" not in keys
    assert ran.out.splitlines()[-1].startswith(f"{len(keys)} of ")


def test_an_unknown_status_or_country_is_refused(run: Run) -> None:
    ran = run("registry", "list", "--status", "alive")
    assert ran.code == 2 and "use one of in_force" in ran.err
    ran = run("registry", "list", "--party", "Atlantis")
    assert ran.code == 2 and "unknown country 'Atlantis'" in ran.err


def test_show_gives_each_fact_with_its_source(run: Run) -> None:
    ran = run("registry", "show", "TPP-11")
    assert ran.code == 0
    assert ran.out.startswith("CPTPP: ")
    assert "  VNM: in force from 2019-01-14; https://rtais.wto.org/" in ran.out
    assert "  incorporates TPP: articles *;-30.4;-30.5;-30.6;-30.8" in ran.out
    assert "  accession_to this, by CPTPP_ACC_GBR" in ran.out


def test_show_of_a_name_nobody_has(run: Run) -> None:
    ran = run("registry", "show", "Pear Pact")
    assert ran.code == 2
    assert "no agreement of the registry goes by 'Pear Pact'" in ran.err
