"""Groups: who belonged to them on which day, and which of them are parties to an agreement."""

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import BadInput, RegistryError
from tracker.parties import (
    PartyMember,
    agreement_parties,
    detect_groups,
    expand_parties,
    find_group,
    group,
    group_members,
    groups,
    groups_named_in,
    is_country_code,
    resolve_party,
)
from tracker.parties.groups import load_groups

EU_2003 = (
    "AUT",
    "BEL",
    "DEU",
    "DNK",
    "ESP",
    "FIN",
    "FRA",
    "GBR",
    "GRC",
    "IRL",
    "ITA",
    "LUX",
    "NLD",
    "PRT",
    "SWE",
)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(1958, 1, 1), 6),
        (date(1972, 12, 31), 6),
        (date(1973, 1, 1), 9),
        (date(1985, 6, 1), 10),
        (date(1990, 1, 1), 12),
        (date(1995, 1, 1), 15),
        (date(2004, 4, 30), 15),
        (date(2004, 5, 1), 25),
        (date(2010, 1, 1), 27),
        (date(2013, 7, 1), 28),
        (date(2020, 1, 31), 28),
        (date(2020, 2, 1), 27),
        (None, 27),
    ],
)
def test_the_eu_grows_and_shrinks_on_the_right_days(on: date | None, count: int) -> None:
    assert len(group_members("EU", on)) == count


def test_a_member_can_leave_and_come_back() -> None:
    assert "SYC" in group_members("SADC", date(2000, 1, 1))
    assert "SYC" not in group_members("SADC", date(2006, 1, 1))
    assert "SYC" in group_members("SADC", None)


def test_a_founding_treaty_is_signed_by_founding_members() -> None:
    assert group_members("EFTA", date(1960, 1, 4)) == ("AUT", "CHE", "DNK", "GBR", "NOR", "PRT", "SWE")


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown group 'ACME'; known are ANDEAN"):
        group_members("ACME", None)


def test_group_codes_and_country_codes_never_collide() -> None:
    assert not [code for code in groups() if is_country_code(code)]
    assert resolve_party("CAN") == "CAN"  # Canada, not the Comunidad Andina


@pytest.mark.parametrize(
    ("written", "code"), [("European Union", "EU"), ("eu", "EU"), ("mercosur", "MERCOSUR"), ("UK", "GBR")]
)
def test_a_party_is_a_country_or_a_group(written: str, code: str) -> None:
    assert resolve_party(written) == code


def test_find_group_does_not_guess() -> None:
    assert find_group("Europe") is None


def test_acronyms_match_in_capitals_only() -> None:
    assert groups_named_in("EC - Turkey") == ("EU",)
    assert groups_named_in("The parties can ec eu cis") == ()


def test_expanding_keeps_the_group_and_lone_parties() -> None:
    members = expand_parties(["EU", "SGP"], date(2003, 1, 1))
    assert members == tuple(
        sorted(
            [*(PartyMember(iso3, "EU") for iso3 in EU_2003), PartyMember("SGP")],
            key=lambda member: member.iso3,
        )
    )


def test_a_member_listed_by_itself_stands_alone() -> None:
    members = {member.iso3: member.via for member in expand_parties(["EFTA", "CHE"], date(2010, 1, 1))}
    assert members == {"CHE": None, "ISL": "EFTA", "LIE": "EFTA", "NOR": "EFTA"}


def test_a_group_is_found_behind_its_listed_members() -> None:
    assert detect_groups("EU - Chile", ["CHL", *EU_2003], date(2002, 11, 18)) == ("EU",)


def test_a_group_that_acts_as_one_needs_no_mention_in_the_title() -> None:
    listed = ["BEL", "DEU", "FRA", "ITA", "LUX", "NLD", "KEN", "TZA", "UGA"]
    assert detect_groups("Arusha Agreement", listed, date(1969, 9, 24)) == ("EU",)


def test_a_customs_union_inside_a_wider_area_is_no_party() -> None:
    area = ["BWA", "LSO", "NAM", "SWZ", "ZAF", "MOZ", "ZMB"]
    assert detect_groups("Some Development Area", area, date(2005, 1, 1)) == ()


def test_a_mention_without_members_is_not_enough() -> None:
    listed = ["CHE", "CRI", "ISL", "LIE", "NOR", "PAN"]
    title = "EFTA - Central America (Costa Rica and Panama)"
    assert detect_groups(title, listed, date(2013, 6, 24)) == ("EFTA",)


def test_current_parties_follow_the_eu_and_no_other_group() -> None:
    signed = date(2002, 11, 18)
    parties = agreement_parties("EU - Chile", ["CHL", *EU_2003], ["CHL", *EU_2003], signed)
    current = {member.iso3: member.via for member in parties.current}
    assert parties.groups == ("EU",)
    assert {member.iso3 for member in parties.signatories} == {"CHL", *EU_2003}
    assert len(current) == 28
    assert "GBR" not in current
    assert current["HRV"] == "EU"
    assert current["CHL"] is None

    mercosur = ["ARG", "BRA", "PRY", "URY"]
    india = agreement_parties("MERCOSUR - India", [*mercosur, "IND"], [*mercosur, "IND"], date(2004, 1, 25))
    assert {member.iso3 for member in india.current} == {*mercosur, "IND"}


def test_a_country_the_title_names_is_a_side_of_its_own() -> None:
    listed = ["AUT", "BEL", "DEU", "DNK", "FRA", "GBR", "IRL", "ITA", "LUX", "NLD"]
    parties = agreement_parties("EC - Austria Agreement of 1972", listed, [], date(1972, 7, 22))
    via = {member.iso3: member.via for member in parties.signatories}
    assert via["AUT"] is None
    assert via["DNK"] == "EU"  # signed in July 1972, joined in January 1973
    assert parties.current == ()


def test_successors_listed_for_a_state_that_is_no_more_are_its_side() -> None:
    listed = [
        "BEL",
        "DEU",
        "DNK",
        "ESP",
        "FRA",
        "GBR",
        "GRC",
        "IRL",
        "ITA",
        "LUX",
        "NLD",
        "PRT",
        "CZE",
        "SVK",
    ]
    title = "EC - Czech and Slovak Federal Republic Interim Agreement"
    parties = agreement_parties(title, listed, [], date(1991, 12, 16))
    assert {member.iso3 for member in parties.signatories if member.via is None} == {"CZE", "SVK"}


def test_a_group_written_as_a_party_is_kept() -> None:
    parties = agreement_parties("EU - New Zealand", ["EU", "NZL"], ["EU", "NZL"], date(2023, 7, 9))
    assert parties.groups == ("EU",)
    assert len(parties.signatories) == 28


def test_a_draft_without_a_date_has_the_latest_members() -> None:
    parties = agreement_parties("Draft", ["EU", "IND"], ["EU", "IND"], None)
    assert len(parties.signatories) == len(parties.current) == 28


GROUP = """
PEARS:
  name: Pear Union
  names: [Pear Union]
  source: [https://example.org/pears]
  members:
    PER: 2001-01-01
    CHL: [2001-01-01, 2010-12-31]
    COL: [[2001-01-01, 2003-12-31], [2008-01-01, null]]
"""


def test_groups_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "groups.yaml"
    file.write_text(GROUP + "  bound_until: {CHL: 2011-06-30}\n  treaty: PEAR_TREATY\n")
    pears = load_groups(file)["PEARS"]
    assert pears.sources == ("https://example.org/pears",)
    assert pears.treaty == "PEAR_TREATY"
    assert pears.members(date(2005, 1, 1)) == ("CHL", "PER")
    assert [stay.left for stay in pears.memberships_of("COL")] == [date(2003, 12, 31), None]
    chile = pears.memberships_of("CHL")[0]
    assert (chile.left, chile.bound_until) == (date(2010, 12, 31), date(2011, 6, 30))
    assert chile.binds(date(2011, 6, 30)) and not chile.holds(date(2011, 6, 30))
    assert not chile.binds(date(2011, 7, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("  source: [https://example.org/pears]\n", "", 2, "PEARS.source: field required"),
        ("[https://example.org/pears]", "[]", 5, "at least 1 item"),
        ("https://example.org/pears", "a friend", 5, "should match pattern"),
        ("    PER: 2001-01-01\n", "    XXX: 2001-01-01\n", 2, "unknown party 'XXX'"),
        ("2010-12-31", "2000-12-31", 2, "CHL left before it joined"),
        ("2008-01-01", "2003-06-01", 2, "COL left before it joined, or joined twice"),
        ("  members:", "  founded: 2001\n  members:", 6, "founded"),
        ("  members:", "  bound_until: {PER: 2020-01-01}\n  members:", 2, "PER is bound until 2020-01-01"),
        (
            "  members:",
            "  date_sources: {SGP: https://example.org}\n  members:",
            2,
            "SGP is named, and is no member",
        ),
        (
            "    PER: 2001-01-01\n",
            "    PER: 2001-01-01\n    PER: 2002-01-01\n",
            8,
            "key 'PER' is written twice",
        ),
    ],
)
def test_a_wrong_group_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in GROUP
    file = tmp_path / "groups.yaml"
    file.write_text(GROUP.replace(old, new))
    with pytest.raises(RegistryError) as error:
        load_groups(file)
    assert str(error.value).startswith(f"{file}:{line}: ")
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("code", "on", "members", "others"),
    [
        ("ANDEAN", date(2006, 4, 22), ("BOL", "COL", "ECU", "PER", "VEN"), ("CHL",)),
        ("ANDEAN", date(2006, 4, 23), ("BOL", "COL", "ECU", "PER"), ("VEN",)),
        ("ANDEAN", date(1976, 10, 30), ("CHL", "VEN"), ()),
        ("COMESA", None, ("TUN", "SOM", "EGY", "SYC"), ("AGO", "LSO", "MOZ", "NAM", "TZA")),
        ("EAC", None, ("BDI", "COD", "KEN", "RWA", "SOM", "SSD", "TZA", "UGA"), ()),
        ("EAC", date(2016, 9, 4), ("KEN",), ("SSD", "COD", "SOM")),
        ("ECOWAS", date(2025, 1, 28), ("BFA", "MLI", "NER"), ("MRT",)),
        ("ECOWAS", date(2025, 1, 29), ("NGA",), ("BFA", "MLI", "NER")),
        ("ASEAN", date(2025, 10, 25), ("KHM",), ("TLS",)),
        ("ASEAN", None, ("KHM", "TLS"), ()),
        ("MERCOSUR", date(2024, 8, 6), ("URY", "VEN"), ("BOL",)),
        ("MERCOSUR", None, ("BOL", "VEN"), ()),
        ("MERCOSUR", date(2016, 11, 30), ("VEN",), ("BOL",)),
        ("EAEU", date(2015, 8, 11), ("ARM",), ("KGZ",)),
        ("EFTA", date(1995, 1, 1), ("CHE", "ISL", "LIE", "NOR"), ("AUT", "FIN", "SWE")),
        ("CIS", None, ("MDA",), ("GEO", "UKR")),
        ("SACU", date(1990, 7, 6), ("NAM",), ()),
    ],
)
def test_who_was_a_member_when(
    code: str, on: date | None, members: tuple[str, ...], others: tuple[str, ...]
) -> None:
    found = set(group_members(code, on))
    assert set(members) <= found
    assert not set(others) & found


def test_every_group_has_a_source() -> None:
    assert all(known.sources for known in groups().values())


def test_agreements_of_the_eu_bound_the_united_kingdom_to_the_end_of_2020() -> None:
    stay = group("EU").memberships_of("GBR")[0]
    assert (stay.left, stay.bound_until) == (date(2020, 1, 31), date(2020, 12, 31))
    assert group("EU").memberships_of("FRA")[0].bound_until is None


def test_a_group_that_does_not_act_as_one_is_listed_with_those_who_concluded_it() -> None:
    china = agreement_parties(
        "ASEAN - China", ["ASEAN", "CHN"], ["ASEAN", "CHN"], date(2004, 11, 29), date(2005, 1, 1)
    )
    assert len(china.current) == 11 and "TLS" not in {member.iso3 for member in china.current}
    listed = agreement_parties("ASEAN - China", ["ASEAN", "CHN"], ["ASEAN", "CHN", "TLS"], date(2004, 11, 29))
    assert "TLS" in {member.iso3 for member in listed.current}
    # Kyrgyzstan joined the Eurasian Economic Union between signature and entry into force.
    signed, in_force = date(2015, 5, 29), date(2016, 10, 5)
    union = agreement_parties("EAEU - Viet Nam", ["EAEU", "VNM"], ["EAEU", "VNM"], signed, in_force)
    assert "KGZ" not in {member.iso3 for member in union.signatories}
    assert {member.iso3: member.via for member in union.current}["KGZ"] == "EAEU"
    left = agreement_parties(
        "EFTA - Turkey", ["EFTA", "TUR"], ["EFTA", "TUR"], date(1991, 12, 10), date(1992, 4, 1)
    )
    assert {member.iso3 for member in left.current} == {"CHE", "ISL", "LIE", "NOR", "TUR"}


def test_a_suspended_member_is_a_member() -> None:
    (venezuela,) = [membership for membership in groups()["MERCOSUR"].memberships if membership.iso3 == "VEN"]
    assert venezuela.suspended == date(2016, 12, 2)
    assert "VEN" in group_members("MERCOSUR", None)


def test_a_list_may_write_a_group_as_no_title_does() -> None:
    assert find_group("ASEAN Free Trade Area") == find_group("AFTA") == "ASEAN"
    assert not groups()["ASEAN"].is_named_in("Agreement on AFTA")
