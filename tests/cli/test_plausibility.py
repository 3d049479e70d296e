"""`tracker plausibility`: what looks wrong in the texts, of all and of one."""

from pathlib import Path

from tests.cli.conftest import Run

RULE = "Each Party shall let the kites of the other Party fly as high as its own."


def kites(path: Path, *numbers: int) -> Path:
    body = "".join(f"Article {number}\nKites of kind {number}\n{RULE}\n\n" for number in numbers)
    path.write_text(f"AGREEMENT BETWEEN NEW ZEALAND AND CHILE ON KITES\n\n{body}")
    return path


def test_remarks_are_listed_for_all_and_for_one(run: Run, tmp_path: Path) -> None:
    assert "0 of 0 texts have remarks" in run("plausibility").out
    run("ingest", kites(tmp_path / "kites.txt", 1, 2, 3, 7, 8, 9))
    listed = run("plausibility").out
    assert "1 of 1 texts have remarks" in listed
    slug = listed.split("│")[1].strip()
    one = run("plausibility", "--again", slug).out
    assert "looked at 1 texts" in one
    assert f"{slug}: 3 numbers are missing in the run of 9 article numbers: after Article 3" in one
    unknown = run("plausibility", "no-such-agreement")
    assert unknown.code == 2
    assert unknown.err.startswith("tracker: no agreement 'no-such-agreement'")


def test_a_text_in_which_nothing_looks_wrong_says_so(run: Run, tmp_path: Path) -> None:
    run("ingest", kites(tmp_path / "kites.txt", *range(1, 10)))
    assert "0 of 1 texts have remarks" in run("plausibility").out


def test_a_first_text_that_looks_broken_waits_and_can_be_released(run: Run, tmp_path: Path) -> None:
    (tmp_path / "index.txt").write_text(
        "AGREEMENT BETWEEN NEW ZEALAND AND CHILE ON KITES\n\n"
        + "".join(f"Article {number}\nKites of kind {number}\n\n" for number in range(1, 7))
    )
    ran = run("ingest", tmp_path / "index.txt")
    assert "quarantined index.txt: 6 of 6 articles have no text" in ran.err
    assert "agreements        0" in run("status").out
    assert "6 of 6 articles have no text" in " ".join(run("quarantine").out.replace("│", " ").split())
    assert "loaded: " in run("quarantine", "accept", 1).out
    assert "1 of 1 texts have remarks" in run("plausibility").out
