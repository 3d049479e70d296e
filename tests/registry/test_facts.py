"""What the shipped registry says: the facts the audit asked for, and what must hold of every row."""

from datetime import date, timedelta

import pytest

from tracker.parties import group
from tracker.registry import PartyEvent, Registry, registry
from tracker.template import load_template, provision_codes


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry()


def days(known: Registry, key: str, event: str) -> dict[str, date]:
    return {found.party: found.day for found in known.events_of(key) if found.event == event}


def test_it_is_read_once() -> None:
    assert registry() is registry()


def test_the_tpp_never_took_effect_and_the_usa_withdrew(known: Registry) -> None:
    tpp = known.instruments["TPP"]
    assert tpp.status == "never_took_effect"
    assert tpp.date_signed is not None and tpp.date_signed.day == date(2016, 2, 4)
    assert tpp.first_applied is None
    left = [row for row in known.relations_of("TPP") if row.relation == "withdrawn_from"]
    assert [(row.party, row.day) for row in left] == [("USA", date(2017, 1, 30))]


def test_the_cptpp_incorporates_the_tpp_but_what_it_suspends(known: Registry) -> None:
    taken = [row for row in known.relations_of("CPTPP") if row.relation == "incorporates"]
    assert [row.target for row in taken] == ["TPP"]
    assert all(taken[0].articles.holds(article) for article in ("14.11", "14.13", "14.17", "18.63"))
    assert not any(taken[0].articles.holds(article) for article in ("30.4", "30.5", "30.6", "30.8"))
    out = [row for row in known.relations_of("CPTPP") if row.relation == "suspends"]
    whole = {article for row in out for article in row.articles.whole}
    assert {"18.63", "18.68", "18.69", "18.79", "18.82"} <= whole
    assert not any(row.articles.holds(f"14.{number}") for row in out for number in range(1, 19))
    assert not any(row.articles.parts_of(f"14.{number}") for row in out for number in range(1, 19))
    assert all(row.target == "TPP" for row in out)


def test_who_is_bound_by_the_cptpp_since_when(known: Registry) -> None:
    assert days(known, "CPTPP", "entry") == {
        **dict.fromkeys(("AUS", "CAN", "JPN", "MEX", "NZL", "SGP"), date(2018, 12, 30)),
        "VNM": date(2019, 1, 14),
        "PER": date(2021, 9, 19),
        "MYS": date(2022, 11, 29),
        "CHL": date(2023, 2, 21),
        "BRN": date(2023, 7, 12),
        "GBR": date(2024, 12, 15),
    }
    assert set(days(known, "CPTPP_ACC_GBR", "not_in_force")) == {"CAN", "MEX"}


def test_rcep_by_party(known: Registry) -> None:
    entry = days(known, "RCEP", "entry")
    assert set(entry) == set(known.instruments["RCEP"].parties)
    assert entry["KOR"] == date(2022, 2, 1)
    assert date(2023, 1, 1) < entry["IDN"] <= date(2023, 1, 31)


@pytest.mark.parametrize(
    ("key", "last", "by"),
    [
        ("NAFTA", date(2020, 6, 30), "USMCA"),
        ("AFTA_1992", date(2010, 5, 16), "ATIGA"),
        ("CAN_UKR_2017", date(2024, 6, 30), "CAN_UKR_2023"),
        ("EU_CHL_AA", date(2025, 1, 31), "EU_CHL_ITA"),
        ("EFTA_TUR_1991", date(2021, 9, 30), "WTO_1176"),
        ("TUR_JOR", date(2018, 11, 21), None),
    ],
)
def test_what_has_ended_and_what_took_its_place(
    known: Registry, key: str, last: date, by: str | None
) -> None:
    assert known.instruments[key].date_ended == last
    after = [(row.key, row.day) for row in known.relations_to(key) if row.relation == "supersedes"]
    assert after == ([(by, last + timedelta(days=1))] if by else [])


@pytest.mark.parametrize(
    "key",
    ["EUJEPA", "EUSFTA", "WTO_1032", "TUR_SGP", "UK_JPN_CEPA", "UKSDEA", "UK_UKR_DTA", "WTO_954", "WTO_991"],
)
def test_what_was_shown_as_signed_is_in_force(known: Registry, key: str) -> None:
    assert known.instruments[key].status == "in_force"


def test_ceta_is_applied_provisionally(known: Registry) -> None:
    ceta = known.instruments["CETA"]
    assert (ceta.status, ceta.date_provisional, ceta.date_in_force) == (
        "provisionally_applied",
        date(2017, 9, 21),
        None,
    )


def test_eu_ukraine_was_applied_provisionally_and_not_before_signature(known: Registry) -> None:
    row = known.instruments["EU_UKR"]
    assert row.date_provisional == date(2016, 1, 1)
    assert row.in_force_from == date(2017, 9, 1)


def test_eu_colombia_peru_ecuador_have_each_their_day(known: Registry) -> None:
    assert days(known, "EU_ANDEAN", "provisional") == {
        "PER": date(2013, 3, 1),
        "COL": date(2013, 8, 1),
        "ECU": date(2017, 1, 1),
    }
    assert set(days(known, "EU_ANDEAN", "entry").values()) == {date(2024, 11, 1)}


def test_the_protocol_of_2023_replaces_the_four_articles_of_depa(known: Registry) -> None:
    replaced = next(row for row in known.relations_of("DEPA_PROT_2023") if row.relation == "replaces")
    assert replaced.target == "DEPA"
    assert all(replaced.articles.holds(article) for article in ("3.3", "3.4", "4.3", "4.4"))
    assert not replaced.articles.holds("3.2")
    coded = {row.article: row.strength for row in known.codings_of("DEPA_PROT_2023")}
    assert {coded[article] for article in ("3.3", "3.4", "4.3", "4.4")} == {"hard"}
    assert {row.strength for row in known.codings_of("DEPA") if row.article in ("4.3", "4.4")} == {"soft"}


@pytest.mark.parametrize(
    ("key", "target"),
    [
        ("UK_SGP_FTA", "EUSFTA"),
        ("WTO_1130", "EVFTA"),
        ("WTO_1133", "CETA"),
        ("WTO_1124", "EU_MEX_2000"),
        ("WTO_1098", "EU_CENTRAL_AMERICA"),
        ("WTO_1099", "EU_CHL_AA"),
        ("WTO_1096", "EU_ANDEAN"),
        ("UK_KOR_FTA", "EU_KOR_FTA"),
    ],
)
def test_uk_continuity_agreements_incorporate_those_of_the_eu(known: Registry, key: str, target: str) -> None:
    taken = [row.target for row in known.relations_of(key) if row.relation == "incorporates"]
    assert taken == [target]


def test_uk_agreements_with_a_full_text_of_their_own_incorporate_nothing(known: Registry) -> None:
    for key in ("UK_UKR_FTA", "WTO_1125", "UK_JPN_CEPA", "UK_TUR"):
        assert not [row for row in known.relations_of(key) if row.relation == "incorporates"]


def test_venezuela_chile_and_the_members_of_african_communities(known: Registry) -> None:
    assert days(known, "ANDEAN_COMMUNITY", "exit") == {"VEN": date(2006, 4, 22)}
    assert "CHL" not in days(known, "ANDEAN_COMMUNITY", "entry")
    assert {"AGO", "LSO", "TZA", "MOZ", "NAM"} == set(days(known, "COMESA", "exit"))
    assert {"TUN", "SOM"} <= set(days(known, "COMESA", "entry"))
    assert {"SSD", "COD", "SOM"} <= set(days(known, "EAC", "entry"))
    assert set(days(known, "ECOWAS", "exit")) == {"BFA", "MLI", "NER", "MRT"}


def test_the_treaty_of_the_eu_bound_the_united_kingdom_through_the_transition(known: Registry) -> None:
    assert days(known, "EU_TREATY", "exit") == {"GBR": date(2020, 12, 31)}
    assert days(known, "EU_TREATY", "entry")["HRV"] == date(2013, 7, 1)
    assert len(days(known, "EU_TREATY", "entry")) == 28


def test_the_wto_text_on_electronic_commerce_binds_nobody_yet(known: Registry) -> None:
    row = known.instruments["WTO_ECA"]
    assert (row.status, row.first_applied) == ("concluded", None)
    assert known.instruments["WTO_MORATORIUM"].date_ended == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("CUSMA", "USMCA"),
        ("t-mec", "USMCA"),
        ("UK - Japan CEPA", "UK_JPN_CEPA"),
        ("United Kingdom-Japan", "UK_JPN_CEPA"),
        ("TPP-11", "CPTPP"),
        ("Regional Comprehensive Economic Partnership", "RCEP"),
        ("IA-CEPA", "WTO_546"),
        ("EC - Chile", "EU_CHL_AA"),
        ("DEPA", "DEPA"),
    ],
)
def test_an_agreement_is_found_by_any_name_in_use(known: Registry, name: str, key: str) -> None:
    assert [row.key for row in known.named(name)] == [key]


def test_parties_and_year_part_agreements_of_one_name(known: Registry) -> None:
    assert known.find("Canada - Ukraine", ("CAN", "UKR")) is None
    newer = known.find("Canada - Ukraine", ("CAN", "UKR"), 2023)
    assert newer is not None and newer.key == "CAN_UKR_2023"
    assert known.find("Canada - Ukraine", ("CAN", "USA"), 2023) is None
    protocol = known.find("AfCFTA Protocol on Digital Trade", ("KEN",), 2024)  # its Parties are not listed
    assert protocol is not None and protocol.key == "AFCFTA_DIG"
    assert known.by_wto_id(640) is known.instruments["CPTPP"]
    assert known.named("no such agreement") == ()


def test_the_codes_are_known_without_reading_the_template() -> None:
    assert provision_codes() == {provision.code for provision in load_template().provisions}


def test_no_row_says_in_force_before_signature_but_where_applied_provisionally(known: Registry) -> None:
    for row in known.instruments.values():
        if row.date_signed is not None and row.in_force_from is not None:
            assert row.in_force_from >= row.date_signed.earliest, row.key
    for event in known.events:
        signed = known.instruments[event.key].date_signed
        if signed is not None and event.event != "provisional":
            assert event.day >= signed.earliest, event


def test_following_incorporation_ends(known: Registry) -> None:
    for key in known.instruments:
        path = [key]
        while taken := [row.target for row in known.relations_of(path[-1]) if row.relation == "incorporates"]:
            assert taken[0] not in path
            path.append(taken[0])


def test_every_group_s_treaty_is_in_the_registry(known: Registry) -> None:
    for code in ("EU", "EFTA", "COMESA", "EAC", "ANDEAN", "CARICOM", "MERCOSUR", "EAEU", "ECOWAS", "CACM"):
        treaty = group(code).treaty
        assert treaty in known.instruments
        assert known.instruments[treaty].groups == (code,)
        assert known.parties_of(treaty) == tuple(sorted(group(code).ever_members()))


def test_members_listed_one_by_one_are_not_expanded(known: Registry) -> None:
    assert "TLS" not in known.parties_of("AANZFTA")
    assert "AUT" not in known.parties_of("WTO_601")
    assert "HRV" in known.parties_of("EUJEPA")


def test_hand_codings_hold_every_article_of_the_chapters_read(known: Registry) -> None:
    assert {row.key for row in known.codings} == {"DEPA", "DEPA_PROT_2023", "KSDPA", "WTO_1154", "WTO_598"}
    assert [row.article for row in known.codings_of("KSDPA") if row.code == "data_localisation"] == [
        "14.15",
        "14.16",
    ]
    assert not known.waiting


def test_events_are_in_order_of_days(known: Registry) -> None:
    found: tuple[PartyEvent, ...] = known.events_of("AANZFTA")
    assert [event.day for event in found] == sorted(event.day for event in found)
