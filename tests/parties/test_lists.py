"""Lists of countries: dated members, sources, the parties of agreements, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import BadInput, RegistryError
from tracker.parties import country_list_of, country_lists, groups, party_name
from tracker.parties.lists import load_lists
from tracker.registry import registry

TODAY = date(2026, 11, 29)


def test_lists_and_groups_are_offered_together_each_with_a_source() -> None:
    assert {"LDC", "AFCFTA", *groups()} <= set(country_lists())
    for known in country_lists().values():
        assert known.sources or known.parties_of in registry().instruments
        assert known.memberships or known.parties_of


def test_members_are_those_of_the_day() -> None:
    ldc = country_list_of("LDC")
    assert len(ldc.members(TODAY)) == 44
    assert "VUT" in ldc.members(date(2020, 6, 1))
    assert "VUT" not in ldc.members(TODAY)
    assert "GBR" in country_list_of("EU").members(date(2019, 1, 1))
    assert "GBR" not in country_list_of("EU").members(TODAY)


def test_who_was_due_to_leave_stays_and_is_named_from_that_day_on() -> None:
    ldc = country_list_of("LDC")
    assert {iso3 for iso3, _ in ldc.doubtful(TODAY)} == {"BGD", "LAO", "NPL"}
    assert ldc.doubtful(date(2026, 11, 23)) == ()
    assert "NPL" in ldc.members(TODAY)


def test_lists_have_names_in_all_languages() -> None:
    assert party_name("LDC", "fr") == "Pays les moins avancés (PMA)"
    assert party_name("AFCFTA", "es") == "Zona de Libre Comercio Continental Africana (AfCFTA)"


def test_an_unknown_list_is_refused_with_those_known() -> None:
    with pytest.raises(BadInput, match="AFCFTA"):
        country_list_of("G7")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{name: A}", "either parties_of or members"),
        ("{name: A, parties_of: X, members: {VNM: 2001-01-01}}", "either parties_of or members"),
        ("{name: A, members: {VNM: 2001-01-01}}", "a source is missing"),
        ("{name: A, source: ['https://a.example'], members: {XYZ: 2001-01-01}}", "unknown country"),
        (
            "{name: A, source: ['https://a.example'], members: {VNM: 2001-01-01}, due_to_leave: {PER: 2020-01-01}}",
            "PER is named",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(words: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "lists.yaml"
    file.write_text(f"ONE: {words}\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=rf"lists\.yaml:1: .*{said}"):
        load_lists(file)
