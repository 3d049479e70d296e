"""Policies and the reference agreement: the shipped files load, faults are reported with file and line."""

import shutil
from pathlib import Path

import pytest

from tests.template.test_loader import folder, spoil  # noqa: F401 - a fixture
from tracker.errors import TemplateError
from tracker.template import load_policies, load_reference, load_template, template_fingerprint
from tracker.template.fingerprint import TEMPLATE_FOLDER


@pytest.fixture
def whole(folder: Path) -> Path:  # noqa: F811
    """A copy of the shipped template with the files about policies."""
    for name in ("policies.yaml", "reference.yaml"):
        shutil.copy(TEMPLATE_FOLDER / name, folder)
    return folder


def test_shipped_policies_are_worded_in_all_languages() -> None:
    policies = load_policies().policies
    assert len({policy.code for policy in policies}) == len(policies) >= 20
    for policy in policies:
        assert set(policy.translations) == {"es", "fr"}, policy.code
        for words in policy.translations.values():
            assert words.title != policy.title, policy.code


def test_every_hard_core_provision_stands_under_a_policy() -> None:
    closed = {closure.provision for policy in load_policies().policies for closure in policy.closed_by}
    assert {entry.code for entry in load_template().provisions if entry.has_exception} <= closed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("closed_by: [{provision: data_localisation}]", "closed_by: [{provision: lanterns}]", "lanterns"),
        (
            "closed_by: [{provision: local_presence}]",
            "closed_by: [{provision: definitions_scope}]",
            "no strength",
        ),
        ("notes: [algorithms]", "notes: [lanterns]", "no note lanterns"),
        ("code: inspect_source_code", "code: tax_transmissions", "stands twice"),
        ("title: Require a local office", "titel: Require a local office", "titel"),
        ("group: economy", "group: heaven", "group"),
    ],
)
def test_faults_name_file_and_line(whole: Path, old: str, new: str, message: str) -> None:
    line = spoil(whole / "policies.yaml", old, new)
    with pytest.raises(TemplateError) as caught:
        load_policies(whole)
    assert message in str(caught.value)
    assert "policies.yaml:" in str(caught.value)
    if message in ("lanterns", "no strength", "titel", "group"):
        assert f"policies.yaml:{line}:" in str(caught.value)


def test_policies_are_no_part_of_the_fingerprint(whole: Path) -> None:
    before = template_fingerprint(whole)
    spoil(whole / "policies.yaml", "title: Inspect source code", "title: Read programs")
    spoil(whole / "reference.yaml", "short_name: TPP", "short_name: The one")
    assert template_fingerprint(whole) == before


def test_reference_is_named_by_facts(whole: Path) -> None:
    reference = load_reference(whole)
    assert (reference.short_name, reference.year_signed) == ("TPP", 2016)
    spoil(whole / "reference.yaml", "year_signed: 2016", "year_signed: soon")
    with pytest.raises(TemplateError, match=r"reference.yaml:\d+: year_signed"):
        load_reference(whole)
