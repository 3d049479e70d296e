"""The shipped template loads; every kind of fault is reported with file and line."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.conftest import SHARED
from tracker.errors import TemplateError
from tracker.evaluation.labels import read_labels
from tracker.matching import ArticleInput, Matcher, match_article
from tracker.template import load_policies, load_template, template_fingerprint
from tracker.template.fingerprint import TEMPLATE_FOLDER
from tracker.template.model import Principle, Provision

LANGUAGES = ("en", "es", "fr")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data files that a test may spoil."""
    target = tmp_path / "template"
    target.mkdir()
    shutil.copy(TEMPLATE_FOLDER / "template.yaml", target)
    for name in ("principles", "provisions", "language"):
        shutil.copytree(TEMPLATE_FOLDER / name, target / name)
    return target


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first `old` and return the line (from 1) it was on."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_shipped_template_has_24_principles_in_order() -> None:
    template = load_template()
    assert [principle.number for principle in template.principles] == list(range(1, 25))
    assert template.version
    assert template.fingerprint == template_fingerprint()


def test_principles_and_provisions_name_each_other() -> None:
    template = load_template()
    for principle in template.principles:
        assert principle.provisions, principle.key
        for code in principle.provisions:
            assert principle.number in template.by_code[code].principles
    for provision in template.provisions:
        for number in provision.principles:
            assert provision.code in template.principle(number).provisions


def test_a_principle_lists_its_provisions_by_their_order_then_by_code(folder: Path) -> None:
    spoil(folder / "provisions" / "patents.yaml", "principles: [22]", "principles: [22, 12]\norder: 1")
    spoil(folder / "provisions" / "cybersecurity.yaml", "principles: [15]", "principles: [12, 15]")
    assert load_template(folder).principle(12).provisions == ("patents", "cybersecurity", "encryption")


def test_a_principle_that_no_provision_names_is_a_fault(folder: Path) -> None:
    spoil(folder / "provisions" / "patents.yaml", "principles: [22]", "principles: [23]")
    with pytest.raises(TemplateError, match=r"22-patents\.yaml:1: no provision names principle 22; name it"):
        load_template(folder)


def test_every_provision_is_worded_in_english_and_the_codebook_s_have_prototypes() -> None:
    for provision in load_template().provisions:
        assert provision.languages["en"].patterns, provision.code
        if provision.codebook:
            assert all(words.prototypes for words in provision.languages.values()), provision.code


def test_the_codebook_is_the_gold_standard_s() -> None:
    """Every code of its labels, and no code its book does not name, where the gold set lies beside the project."""
    gold = SHARED / "gold"
    if not gold.is_dir():
        pytest.skip(f"needs {gold}, which is not here")
    labelled = {row.code for row in read_labels(gold / "dev.csv")} - {"none", None}
    named = set(re.findall(r"[a-z_]+", (gold / "CODEBOOK.md").read_text(encoding="utf-8")))
    assert labelled
    assert labelled <= load_template().codebook_codes <= named


def test_a_provision_may_begin_in_english_alone(folder: Path) -> None:
    file = folder / "provisions" / "encryption.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    data["languages"] = {"en": data["languages"]["en"]}
    del data["translations"], data["name"]
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    provision = load_template(folder).by_code["encryption"]
    assert set(provision.languages) == {"en"} and not provision.translations
    del data["languages"]["en"]
    data["languages"]["es"] = {"gate": ["cifrado"], "patterns": []}
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(
        TemplateError, match=r"encryption\.yaml:\d+: languages: a provision begins with its English"
    ):
        load_template(folder)


def test_words_in_another_language_are_not_the_english_ones_again() -> None:
    """A word or two may be the same in two languages, a sentence is not; what is not translated yet is left out."""
    template = load_template()
    entries: list[tuple[str, Provision | Principle]] = [(entry.code, entry) for entry in template.provisions]
    entries += [(entry.key, entry) for entry in template.principles]
    for name, entry in entries:
        for words in entry.translations.values():
            for field, said in words.model_dump().items():
                assert said != getattr(entry, field) or len(said.split()) < 3, f"{name}: {field}"


def test_every_principle_is_said_in_the_other_languages_of_the_dashboard() -> None:
    for principle in load_template().principles:
        assert set(principle.translations) == set(LANGUAGES[1:]), principle.key
        for words in principle.translations.values():
            for field, said in words.model_dump().items():
                assert bool(said.strip()) == bool(getattr(principle, field).strip()), (
                    f"{principle.key}: {field}"
                )


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("{oil: {en: Lamp oil}}", "note_names: the provision has no note oil"),
        (
            "{mass_market_only: {es: Solo de venta masiva}}",
            "note_names: mass_market_only has no English words",
        ),
    ],
)
def test_names_of_notes_are_checked(folder: Path, names: str, message: str) -> None:
    file = folder / "provisions" / "source_code.yaml"
    line = spoil(file, "languages:", f"note_names: {names}\nlanguages:")
    with pytest.raises(TemplateError, match=rf"source_code\.yaml:{line}: {message}"):
        load_template(folder)


def test_the_reason_why_not_stands_in_all_languages_or_in_none(folder: Path) -> None:
    for name, reason in (("13-adaptable-framework", ""), ("12-encryption", "No se sabe.")):
        file = folder / "principles" / f"{name}.yaml"
        before = file.read_text(encoding="utf-8")
        data = yaml.safe_load(before)
        data["translations"]["es"]["why_not_fully"] = reason
        file.write_text(yaml.safe_dump(data), encoding="utf-8")
        with pytest.raises(TemplateError, match=rf"{name}.*all languages or in none \(es\)"):
            load_template(folder)
        file.write_text(before, encoding="utf-8")


def test_exceptions_are_read_for_every_provision_that_can_close_a_policy() -> None:
    flagged = {provision.code for provision in load_template().provisions if provision.has_exception}
    closing = {closure.provision for policy in load_policies().policies for closure in policy.closed_by}
    assert closing <= flagged


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("provisions/encryption.yaml", "title:", "titel:", "titel"),
        (
            "provisions/encryption.yaml",
            "regex: 'cryptograph",
            "regex: '(cryptograph",
            "bad regular expression",
        ),
        ("provisions/encryption.yaml", "codebook: true", "codebook: perhaps", "codebook"),
        (
            "provisions/encryption.yaml",
            "code: encryption",
            "code: source_code",
            "the code is source_code, the file",
        ),
        ("provisions/customs_duties.yaml", "{etrans}", "{nonsense}", "unknown macro"),
        ("provisions/encryption.yaml", "principles: [12]", "principles: [25]", "there is no principle 25"),
        ("provisions/encryption.yaml", "principles: [12]", "principles: []", "must name one or more"),
        ("provisions/encryption.yaml", "group: template", "group: structure", "none in other groups"),
        ("provisions/encryption.yaml", "name: Encryption", "name: Source code", "'Source code' is also what"),
        ("provisions/encryption.yaml", "  en:\n    gate", "  xx:\n    gate", "languages.xx"),
        ("principles/12-encryption.yaml", "number: 12", "provisions: [encryption]\nnumber: 12", "themselves"),
        ("principles/12-encryption.yaml", "number: 12", "number: 11", "principle"),
        ("language/en.yaml", "definition_heading: 'definition'", "definition_heading: '(def'", "bad regular"),
    ],
)
def test_faults_name_file_and_line(folder: Path, name: str, old: str, new: str, message: str) -> None:
    line = spoil(folder / name, old, new)
    with pytest.raises(TemplateError) as caught:
        load_template(folder)
    text = str(caught.value)
    assert message in text
    assert "\n" not in text
    if (
        old in ("title:", "codebook: true", "principles: [12]", "number: 12")
        or "regex" in old
        or name.startswith("language")
    ):
        assert f"{Path(name).name}:{line}:" in text


def test_broken_yaml_and_double_keys_name_the_line(folder: Path) -> None:
    file = folder / "provisions" / "encryption.yaml"
    spoil(file, "codebook: true\n", "codebook: true\ncodebook: true\n")
    with pytest.raises(TemplateError, match=r"encryption\.yaml:3: key 'codebook' is written twice"):
        load_template(folder)
    file.write_text("code: [\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"encryption\.yaml:\d+: "):
        load_template(folder)


def test_missing_principle_and_missing_version_are_faults(folder: Path) -> None:
    (folder / "principles" / "22-patents.yaml").unlink()
    with pytest.raises(TemplateError, match="23 principles"):
        load_template(folder)
    (folder / "template.yaml").unlink()
    with pytest.raises(TemplateError, match=r"template\.yaml:1: cannot be read"):
        load_template(folder)


def test_fingerprint_follows_the_bytes_of_the_data_files(folder: Path) -> None:
    before = template_fingerprint(folder)
    assert before == template_fingerprint()
    spoil(folder / "language" / "fr.yaml", "# French", "# Français")
    assert template_fingerprint(folder) != before


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "provisions/encryption.yaml",
            "regex: 'cryptograph",
            "regex: '(cryptograph",
            "bad regular expression",
        ),
        (
            "provisions/encryption.yaml",
            "regex: 'cryptograph",
            "regex: '{nonsense}cryptograph",
            "unknown macro",
        ),
        ("language/en.yaml", "definition_heading: 'definition'", "definition_heading: '(def'", "bad regular"),
    ],
)
def test_a_fault_met_while_matching_is_named_with_file_and_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, message: str
) -> None:
    line = spoil(folder / name, old, new)
    monkeypatch.setattr("tracker.template.loader.TEMPLATE_FOLDER", folder)
    matcher = Matcher(load_template(patterns=False))
    article = ArticleInput("No Party shall ban the use of encryption technology.", chapter="Digital Trade")
    with pytest.raises(TemplateError, match=rf"{re.escape(name)}:{line}: .*{message}"):
        match_article(article, matcher)
