"""The shipped template loads; every kind of fault is reported with file and line."""

import shutil
from pathlib import Path

import pytest
import yaml

from tracker.errors import TemplateError
from tracker.template import load_template, template_fingerprint
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
    """Replace the first `old` and return the line (from 1) it stood on."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_shipped_template_has_24_principles_in_order() -> None:
    template = load_template()
    assert [principle.number for principle in template.principles] == list(range(1, 25))
    assert template.version
    assert template.fingerprint == template_fingerprint()


def test_every_principle_has_a_provision_and_every_template_provision_a_principle() -> None:
    template = load_template()
    assert all(principle.provisions for principle in template.principles)
    for provision in template.provisions:
        assert bool(provision.principles) == (provision.group == "template"), provision.code


def test_every_codebook_provision_is_worded_in_three_languages_with_prototypes() -> None:
    template = load_template()
    assert len(template.codebook_codes) == 32
    for provision in template.provisions:
        if provision.codebook:
            assert set(provision.languages) == set(LANGUAGES), provision.code
            assert all(rules.prototypes for rules in provision.languages.values()), provision.code


def test_every_provision_and_principle_is_said_in_the_other_languages_of_the_dashboard() -> None:
    template = load_template()
    entries: list[tuple[str, Provision | Principle]] = [(entry.code, entry) for entry in template.provisions]
    entries += [(entry.key, entry) for entry in template.principles]
    for name, entry in entries:
        assert set(entry.translations) == set(LANGUAGES[1:]), name
        for words in entry.translations.values():
            for field, said in words.model_dump().items():
                english = getattr(entry, field)
                assert bool(said.strip()) == bool(english.strip()), f"{name}: {field}"
                # a word or two may be the same in two languages, a sentence is not
                assert said != english or len(said.split()) < 3, f"{name}: {field}"


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


def test_only_the_hard_core_has_an_exception_flag() -> None:
    flagged = {provision.code for provision in load_template().provisions if provision.has_exception}
    assert flagged == {"data_flows", "data_localisation", "source_code"}


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
        ("provisions/encryption.yaml", "code: encryption", "code: source_code", "source_code"),
        ("provisions/customs_duties.yaml", "{etrans}", "{nonsense}", "unknown macro"),
        ("provisions/encryption.yaml", "principles: [12]", "principles: [13]", "principle 13"),
        ("principles/12-encryption.yaml", "provisions: [encryption]", "provisions: [rot13]", "rot13"),
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
        old in ("title:", "codebook: true", "principles: [12]")
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
