"""`tracker template new` and `check`: what is written, what is refused, what is listed as missing."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

import tracker.template.new_provision
from tests.cli.conftest import Run, run  # noqa: F401 - a fixture
from tracker.errors import BadInput
from tracker.matching import ArticleInput, Matcher, match_article
from tracker.template import load_template
from tracker.template.completeness import provision_states
from tracker.template.fingerprint import DATA_FOLDERS, TEMPLATE_FOLDER
from tracker.template.new_provision import new_provision

WORDS: dict[str, Any] = {
    "title": 'Fog "horns": plain',
    "explainer": "Oil may cross the border.\nSo it says.",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the template's data files in something like a checkout."""
    target = tmp_path / "project" / "tracker" / "template"
    target.mkdir(parents=True)
    for file in TEMPLATE_FOLDER.glob("*.yaml"):
        shutil.copy(file, target)
    for name in DATA_FOLDERS:
        shutil.copytree(TEMPLATE_FOLDER / name, target / name)
    (tmp_path / "project" / "tests" / "matching").mkdir(parents=True)
    return tmp_path / "project"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_valid_provision_and_its_clauses(project: Path) -> None:
    before = files(project)
    written = new_provision("fog_horns", **WORDS, principles=[10, 3, 10], project=project)
    assert files(project) - before == {
        "tracker/template/provisions/fog_horns.yaml",
        "tests/matching/clauses/fog_horns.yaml",
    }
    assert {path.relative_to(project).as_posix() for path in written} == files(project) - before
    template = load_template(project / "tracker" / "template")
    provision = template.by_code["fog_horns"]
    assert (provision.title, provision.group) == ('Fog "horns": plain', "template")
    assert provision.explainer == "Oil may cross the border. So it says."
    assert provision.principles == (3, 10) and not provision.codebook
    assert (
        "fog_horns" in template.principle(3).provisions and "fog_horns" in template.principle(10).provisions
    )
    clauses = yaml.safe_load((project / "tests/matching/clauses/fog_horns.yaml").read_text(encoding="utf-8"))
    matcher = Matcher(template)
    for clause in clauses:
        article = ArticleInput(clause["text"], clause["language"], clause["chapter"], "", "")
        found = {finding.code: finding.strength for finding in match_article(article, matcher)}
        assert found == clause.get("found", {}), clause["text"]


def test_without_a_principle_it_is_beyond_the_template(project: Path) -> None:
    new_provision("fog_horns", **WORDS, project=project)
    provision = load_template(project / "tracker" / "template").by_code["fog_horns"]
    assert (provision.group, provision.principles) == ("beyond the template", ())


@pytest.mark.parametrize(
    ("code", "changes", "message"),
    [
        ("Fog horns", {}, r"'Fog horns' is no code; write words in small letters"),
        ("../oil", {}, r"is no code"),
        ("fog__horns", {}, r"is no code"),
        ("fog_horns", {"title": " "}, r"needs a title and an explainer"),
        ("fog_horns", {"principles": [25]}, r"there is no principle 25; give a number from 1 to 24"),
        (
            "data_flows",
            {},
            r"there is a provision 'data_flows' already \(tracker/template/provisions/data_flows",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    project: Path, code: str, changes: dict[str, Any], message: str
) -> None:
    before = files(project)
    with pytest.raises(BadInput, match=message):
        new_provision(code, **{**WORDS, **changes}, project=project)
    assert files(project) == before


def test_a_title_that_is_taken_is_refused(project: Path) -> None:
    taken = load_template().by_code["data_flows"].title
    with pytest.raises(BadInput, match=r"data_flows has this title already; choose another title"):
        new_provision("fog_horns", title=taken.upper(), explainer="Oil.", project=project)


def test_outside_a_checkout_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"is no checkout of the project; clone it"):
        new_provision("fog_horns", **WORDS, project=tmp_path)
    assert files(tmp_path) == set()


def test_clauses_of_before_are_not_written_over(project: Path) -> None:
    mine = project / "tests" / "matching" / "clauses" / "fog_horns.yaml"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match=r"already \(tests/matching/clauses/fog_horns\.yaml\)"):
        new_provision("fog_horns", **WORDS, project=project)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (project / "tracker" / "template" / "provisions" / "fog_horns.yaml").exists()


def test_what_is_missing_is_known_by_language(project: Path) -> None:
    new_provision("fog_horns", **WORDS, project=project)
    file = project / "tracker" / "template" / "provisions" / "fog_horns.yaml"
    text = file.read_text(encoding="utf-8")
    states = {
        state.code: state for state in provision_states(load_template(project / "tracker" / "template"))
    }
    rest = ("title", "explainer", "patterns", "prototypes")
    assert states["fog_horns"].missing == {"es": rest, "fr": rest}
    assert states["data_flows"].missing == {}
    translated = "name: Fog horns\ntranslations: {es: {title: Aceite}}\nlanguages:"
    file.write_text(text.replace("languages:", translated, 1), encoding="utf-8")
    states = {
        state.code: state for state in provision_states(load_template(project / "tracker" / "template"))
    }
    assert states["fog_horns"].missing == {
        "es": ("explainer", "name", "patterns", "prototypes"),
        "fr": ("title", "explainer", "name", "patterns", "prototypes"),
    }


def test_the_command_writes_and_says_what_comes_next(
    run: Run,  # noqa: F811
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracker.template.new_provision, "PROJECT", project)
    words = ("--title", "Fog horns", "--explainer", "Oil may cross the border.", "--principle", 10)
    ran = run("template", "new", "fog_horns", *words)
    assert (ran.code, ran.err) == (0, "")
    named = ran.out.splitlines()
    assert named[:2] == [
        "tracker/template/provisions/fog_horns.yaml",
        "tests/matching/clauses/fog_horns.yaml",
    ]
    assert named[2].startswith("next: write gate, patterns and prototypes")
    again = run("template", "new", "fog_horns", *words)
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        "tracker: there is a provision 'fog_horns' already (tracker/template/provisions/fog_horns.yaml);"
        " choose another code\n"
    )
    assert run("template", "new", "fog_bells").code == 2, "title and explainer are needed"


def test_check_lists_every_provision_and_what_is_missing(run: Run, project: Path) -> None:  # noqa: F811
    new_provision("fog_horns", **WORDS, principles=[10], project=project)
    folder = project / "tracker" / "template"
    template = load_template(folder)
    ran = run("template", "check", "--folder", folder)
    assert (ran.code, ran.err) == (0, "")
    rows = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    assert set(template.by_code) <= set(rows)
    assert "en -- --  en -- --   -- -- --" in rows["fog_horns"] and "1/0/0" in rows["fog_horns"]
    lines = ran.out.splitlines()
    assert "fog_horns: es: no title, no explainer, no patterns, no prototypes" in lines
    lacking = [state for state in provision_states(template) if "fr" in state.missing]
    assert lines[-1].startswith(f"{len(template.provisions)} provisions of 24 principles, in en, es, fr; ")
    assert f"{len(lacking)} in fr" in lines[-1]
    only = run("template", "check", "--folder", folder, "--missing")
    assert only.code == 0
    shown = {line.split()[0] for line in only.out.splitlines() if "/" in line}
    assert shown == {state.code for state in provision_states(template) if state.missing}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "provisions/encryption.yaml",
            "principles: [12]",
            "principles: [99]",
            "principles: there is no principle 99",
        ),
        ("provisions/encryption.yaml", "title:", "titel:", "titel: extra inputs are not permitted"),
        ("policies.yaml", "provision: encryption", "provision: rot13", "unknown provision code rot13"),
        ("reference.yaml", "year_signed:", "year_singed:", "year_singed: extra inputs are not permitted"),
        ("plurilateral.yaml", "convenor:", "chair:", "roles.chair: input should be 'convenor'"),
    ],
)
def test_check_names_a_real_fault_with_file_and_line(
    run: Run,  # noqa: F811
    project: Path,
    name: str,
    old: str,
    new: str,
    message: str,
) -> None:
    file = project / "tracker" / "template" / name
    text = file.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = run("template", "check", "--folder", project / "tracker" / "template")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert f"{file}:{line}: " in ran.err and message in ran.err


def test_check_of_the_shipped_template_finds_no_fault(run: Run) -> None:  # noqa: F811
    ran = run("template", "check")
    assert (ran.code, ran.err) == (0, "")


def test_check_of_a_folder_that_is_none(run: Run, tmp_path: Path) -> None:  # noqa: F811
    ran = run("template", "check", "--folder", tmp_path / "nowhere")
    assert ran.code == 3
    assert ran.err.startswith("tracker: ") and "template.yaml:1: cannot be read" in ran.err
