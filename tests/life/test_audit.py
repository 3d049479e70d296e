"""The false statements of the audit of November 2026 about what is in force (its points 7, 8, 9 and 10), now right.

The facts are written here by hand, from the WTO's list of April 2026 and the registry of the same month; that they come
out of the database so is tested where they are stored.
"""

from datetime import date

import pytest

from tests.life.invented import agreement, day, members, parties
from tracker.life import (
    AgreementFacts,
    Ending,
    Status,
    agreement_status,
    between,
    last_day_before,
    lives,
    parties_bound,
    status,
)
from tracker.parties import group

TODAY = date(2026, 11, 28)

TPP_PARTIES = "AUS BRN CAN CHL JPN MEX MYS NZL PER SGP USA VNM"
CPTPP_SIGNATORIES = "AUS BRN CAN CHL JPN MEX MYS NZL PER SGP VNM"


def eu_agreement(key: str, who: str, signed: str, **facts: object) -> AgreementFacts:
    """An agreement of the EU with others, as the WTO's list has it: of the United Kingdom it says when it was out."""
    happened = str(facts.pop("happened", "")) + "; GBR exit 2020-12-31"
    sides = (*members("EU", signed), *parties(who))
    return agreement(key, sides, signed=signed, happened=happened, groups=("EU",), **facts)  # type: ignore[arg-type]


def membership(code: str, first: str) -> str:
    """Entry and exit of the members of a group, for its founding treaty: as the registry makes them."""
    happened = []
    for each in group(code).memberships:
        happened.append(f"{each.iso3} entry {max(each.joined, date.fromisoformat(first))}")
        happened += [f"{each.iso3} exit {each.left}"] if each.left is not None else []
    return "; ".join(happened)


FACTS = [
    # Point 7. Entry into force of TPP needed six signatories with 85 per cent of the product of all (article 30.5):
    # impossible without the United States, which said on 30 January 2017 that it would not become a party.
    agreement(
        "TPP", parties(TPP_PARTIES), state="signed", signed="2016-02-04", happened="USA exit 2017-01-30",
        endings=(Ending("lapsed", day("2017-01-30")), Ending("superseded", by="CPTPP")),
    ),
    agreement(
        "CPTPP", (*parties(CPTPP_SIGNATORIES), *parties("GBR", original=False)), state="in_force", signed="2018-03-08",
        in_force="2018-12-30",
        happened="BRN entry 2023-07-12; CHL entry 2023-02-21; MYS entry 2022-11-29; PER entry 2021-09-19;"
        "VNM entry 2019-01-14; GBR entry 2024-12-15",
    ),
    agreement(
        "CPTPP-GBR", parties(f"{CPTPP_SIGNATORIES} GBR"), state="in_force", signed="2023-07-16", in_force="2024-12-15",
        happened="AUS entry 2024-12-24; CAN not_in_force; MEX not_in_force", accedes_to="CPTPP",
    ),
    eu_agreement("CETA", "CAN", "2016-10-30", provisional="2017-09-21", state="provisionally_applied"),
    eu_agreement("EU-Japan", "JPN", "2018-07-17", in_force="2019-02-01", state="in_force"),
    eu_agreement("EU-Singapore", "SGP", "2018-10-19", in_force="2019-11-21", state="in_force"),
    eu_agreement("EU-Viet Nam", "VNM", "2019-06-30", in_force="2020-08-01", state="in_force"),
    agreement("Peru-Australia", parties("AUS PER"), state="in_force", signed="2018-02-12", in_force="2020-02-11"),
    agreement("Turkey-Singapore", parties("SGP TUR"), state="in_force", signed="2015-11-14", in_force="2017-10-01"),
    agreement("UK-Japan", parties("GBR JPN"), state="in_force", signed="2020-10-23", in_force="2021-01-01"),
    agreement("UK-Singapore DEA", parties("GBR SGP"), state="in_force", signed="2022-02-25", in_force="2022-06-14"),
    # No public source was found for the day on which it entered into force.
    agreement("UK-Ukraine DTA", parties("GBR UKR"), state="in_force", signed="2023-03-20"),
    agreement(
        "EFTA-Philippines", (*members("EFTA", "2016-04-28"), *parties("PHL")), state="in_force", signed="2016-04-28",
        in_force="2018-06-01", happened="ISL entry 2020-01-01", groups=("EFTA",),
    ),
    agreement("Georgia-China", parties("CHN GEO"), state="in_force", signed="2017-05-13", in_force="2018-01-01"),
    # Point 8.
    agreement(
        "RCEP", parties("AUS BRN CHN IDN JPN KHM KOR LAO MMR MYS NZL PHL SGP THA VNM"), state="in_force",
        signed="2020-11-15", in_force="2022-01-01", each_from_its_own_day=True,
        happened="AUS entry 2022-01-01; BRN entry 2022-01-01; KHM entry 2022-01-01; CHN entry 2022-01-01;"
        "JPN entry 2022-01-01; LAO entry 2022-01-01; NZL entry 2022-01-01; SGP entry 2022-01-01; THA entry 2022-01-01;"
        "VNM entry 2022-01-01; KOR entry 2022-02-01; MYS entry 2022-03-18; IDN entry 2023-01-02; PHL entry 2023-06-02",
    ),
    # Point 9. The list says from which day on an agreement is inactive: the first day without it.
    agreement(
        "NAFTA", parties("CAN MEX USA"), state="ended", signed="1992-12-17", in_force="1994-01-01",
        ended=last_day_before(date(2020, 7, 1)).isoformat(), endings=(Ending("superseded", by="USMCA"),),
    ),
    agreement("USMCA", parties("CAN MEX USA"), state="in_force", signed="2018-11-30", in_force="2020-07-01"),
    agreement(
        "AFTA 1992", parties("BRN IDN MYS PHL SGP THA"), state="ended", signed="1992-01-28", in_force="1993-01-01",
        ended=last_day_before(date(2010, 5, 17)).isoformat(),
    ),
    agreement(
        "Turkey-Jordan", parties("JOR TUR"), state="ended", signed="2009-12-01", in_force="2011-03-01",
        ended=last_day_before(date(2018, 11, 22)).isoformat(),
    ),
    agreement(
        "Canada-Ukraine 2016", parties("CAN UKR"), state="in_force", signed="2016-07-11", in_force="2017-08-01",
        endings=(Ending("superseded", by="Canada-Ukraine 2023"),),
    ),
    agreement("Canada-Ukraine 2023", parties("CAN UKR"), state="in_force", signed="2023-09-22", in_force="2024-07-01"),
    eu_agreement(
        "EU-Chile 2002", "CHL", "2002-11-18", in_force="2003-02-01", state="in_force",
        endings=(Ending("superseded", by="EU-Chile 2023"),),
    ),
    agreement(
        "EU-Chile 2023", (*members("EU", "2023-12-13"), *parties("CHL")), state="in_force", signed="2023-12-13",
        in_force="2025-02-01", groups=("EU",),
    ),
    # Point 10.
    eu_agreement("EU-Ukraine", "UKR", "2014-06-27", provisional="2016-01-01", in_force="2017-09-01", state="in_force"),
    eu_agreement(
        "EU-Ukraine of the list", "UKR", "2014-06-27", in_force="2014-04-23", state="in_force",
        happened="UKR entry 2016-01-01",
    ),
    agreement(
        "EU-Andean", (*members("EU", "2012-06-26"), *parties("COL PER"), *parties("ECU", original=False)),
        state="in_force", signed="2012-06-26", provisional="2013-03-01", in_force="2024-11-01", groups=("EU",),
        happened="PER entry 2013-03-01; COL entry 2013-08-01; ECU entry 2017-01-01; GBR exit 2020-12-31",
    ),
    agreement(
        "Andean Community", parties("BOL COL ECU PER VEN"), state="in_force", signed="1987-05-12",
        in_force="1988-05-25", happened="VEN exit 2006-04-22",
    ),
    agreement(
        "COMESA", parties("AGO BDI COM COD KEN LSO TZA ZMB"), state="in_force", signed="1993-11-05",
        in_force="1994-12-08", happened=membership("COMESA", "1994-12-08"),
    ),
    agreement(
        "EAC", (*parties("KEN TZA UGA"), *parties("BDI RWA", original=False)), state="in_force", signed="1999-11-30",
        in_force="2000-07-07", happened=membership("EAC", "2000-07-07"),
    ),
]  # fmt: skip
LIVES = lives(FACTS)


def on(key: str, party: str, text: str) -> Status:
    return status(LIVES[key], party, date.fromisoformat(text))


@pytest.mark.parametrize(
    ("key", "party", "kind", "since"),
    [
        ("TPP", "USA", "never_took_effect", "2017-01-30"),
        ("TPP", "VNM", "never_took_effect", "2017-01-30"),
        ("CETA", "DEU", "provisionally_applied", "2017-09-21"),
        ("CETA", "CAN", "provisionally_applied", "2017-09-21"),
        ("CETA", "GBR", "ended", "2021-01-01"),
        ("EU-Japan", "JPN", "in_force", "2019-02-01"),
        ("EU-Japan", "FRA", "in_force", "2019-02-01"),
        ("EU-Singapore", "SGP", "in_force", "2019-11-21"),
        ("Peru-Australia", "PER", "in_force", "2020-02-11"),
        ("Turkey-Singapore", "TUR", "in_force", "2017-10-01"),
        ("UK-Japan", "GBR", "in_force", "2021-01-01"),
        ("UK-Singapore DEA", "GBR", "in_force", "2022-06-14"),
        ("UK-Ukraine DTA", "GBR", "in_force", None),
        ("EFTA-Philippines", "PHL", "in_force", "2018-06-01"),
        ("EFTA-Philippines", "ISL", "in_force", "2020-01-01"),
        ("Georgia-China", "GEO", "in_force", "2018-01-01"),
        ("CPTPP", "VNM", "in_force", "2019-01-14"),
        ("CPTPP", "PER", "in_force", "2021-09-19"),
        ("CPTPP", "CHL", "in_force", "2023-02-21"),
        ("CPTPP", "MEX", "in_force", "2018-12-30"),
        ("CPTPP", "MYS", "in_force", "2022-11-29"),
        ("CPTPP", "BRN", "in_force", "2023-07-12"),
        ("CPTPP", "GBR", "in_force", "2024-12-15"),
        ("CPTPP", "USA", "not_a_party", None),
        ("RCEP", "KOR", "in_force", "2022-02-01"),
        ("RCEP", "IDN", "in_force", "2023-01-02"),
        ("RCEP", "MMR", "unknown", None),
        ("NAFTA", "MEX", "superseded", "2020-07-01"),
        ("USMCA", "MEX", "in_force", "2020-07-01"),
        ("AFTA 1992", "SGP", "ended", "2010-05-17"),
        ("Turkey-Jordan", "JOR", "ended", "2018-11-22"),
        ("Canada-Ukraine 2016", "CAN", "superseded", "2024-07-01"),
        ("EU-Chile 2002", "CHL", "superseded", "2025-02-01"),
        ("EU-Chile 2002", "GBR", "ended", "2021-01-01"),
        ("EU-Ukraine", "UKR", "in_force", "2017-09-01"),
        ("EU-Andean", "ECU", "in_force", "2024-11-01"),
        ("Andean Community", "VEN", "ended", "2006-04-23"),
        ("COMESA", "AGO", "ended", "2008-01-01"),
        ("COMESA", "LSO", "ended", "1998-01-01"),
        ("COMESA", "TZA", "ended", "2000-09-03"),
        ("COMESA", "TUN", "in_force", "2018-07-18"),
        ("EAC", "SSD", "in_force", "2016-09-05"),
        ("EAC", "COD", "in_force", "2022-07-11"),
        ("EAC", "SOM", "in_force", "2024-03-04"),
    ],
)
def test_what_it_is_today_and_since_when(key: str, party: str, kind: str, since: str | None) -> None:
    found = status(LIVES[key], party, TODAY)
    assert (found.kind, found.since and str(found.since)) == (kind, since)


@pytest.mark.parametrize(
    ("key", "party", "day_", "kind"),
    [
        ("TPP", "USA", "2017-01-29", "signed"),
        ("TPP", "VNM", "2016-02-03", "under_negotiation"),
        ("TPP", "VNM", "2016-02-04", "signed"),
        ("NAFTA", "USA", "2020-06-30", "in_force"),
        ("NAFTA", "USA", "2020-07-01", "superseded"),
        ("Canada-Ukraine 2016", "UKR", "2024-06-30", "in_force"),
        ("EU-Chile 2002", "CHL", "2025-01-31", "in_force"),
        ("EU-Chile 2002", "HRV", "2013-06-30", "not_a_party"),
        ("EU-Chile 2002", "HRV", "2013-07-01", "in_force"),
        ("EU-Ukraine", "UKR", "2014-06-26", "under_negotiation"),
        ("EU-Ukraine", "UKR", "2015-12-31", "signed"),
        ("EU-Ukraine", "DEU", "2016-01-01", "provisionally_applied"),
        ("EU-Ukraine", "DEU", "2017-08-31", "provisionally_applied"),
        ("EU-Ukraine", "GBR", "2020-12-31", "in_force"),
        ("EU-Ukraine", "GBR", "2021-01-01", "ended"),
        ("EU-Ukraine of the list", "DEU", "2014-05-01", "under_negotiation"),
        ("EU-Ukraine of the list", "DEU", "2015-12-31", "signed"),
        ("EU-Ukraine of the list", "DEU", "2016-01-01", "in_force"),
        ("EU-Andean", "PER", "2013-03-01", "provisionally_applied"),
        ("EU-Andean", "COL", "2013-07-31", "signed"),
        ("EU-Andean", "COL", "2013-08-01", "provisionally_applied"),
        ("EU-Andean", "ECU", "2016-12-31", "not_a_party"),
        ("EU-Andean", "ECU", "2017-01-01", "provisionally_applied"),
        ("EU-Andean", "ECU", "2024-11-01", "in_force"),
        ("CPTPP", "VNM", "2019-01-13", "signed"),
        ("CPTPP", "GBR", "2024-12-14", "not_a_party"),
        ("Andean Community", "VEN", "2006-04-22", "in_force"),
        ("EAC", "SOM", "2024-03-03", "not_a_party"),
        ("COMESA", "AGO", "2007-12-31", "in_force"),
    ],
)
def test_what_it_was_on_other_days(key: str, party: str, day_: str, kind: str) -> None:
    assert on(key, party, day_).kind == kind


def test_nafta_ended_in_favour_of_usmca() -> None:
    assert on("NAFTA", "CAN", "2026-11-28").by == "USMCA"
    assert str(LIVES["NAFTA"].periods["CAN"][0].end) == "2020-06-30"


def test_tpp_is_in_force_nowhere_on_any_day() -> None:
    assert LIVES["TPP"].periods.keys() == set(TPP_PARTIES.split())
    assert not any(LIVES["TPP"].periods.values())
    assert agreement_status(LIVES["TPP"], TODAY).kind == "never_took_effect"


def test_the_united_kingdom_is_bound_by_what_it_concluded_itself() -> None:
    bound = {key for key, life in LIVES.items() if "GBR" in parties_bound(life, TODAY)}
    assert bound == {"CPTPP", "CPTPP-GBR", "UK-Japan", "UK-Singapore DEA", "UK-Ukraine DTA"}
    year_before = {key for key, life in LIVES.items() if "GBR" in parties_bound(life, date(2020, 12, 31))}
    assert year_before == {
        "CETA", "EU-Japan", "EU-Singapore", "EU-Viet Nam", "EU-Chile 2002", "EU-Ukraine", "EU-Ukraine of the list",
        "EU-Andean",
    }  # fmt: skip


@pytest.mark.parametrize("party", CPTPP_SIGNATORIES.split())
def test_the_united_kingdom_in_cptpp_toward_each(party: str) -> None:
    before = between(LIVES["CPTPP"], "GBR", party, date(2024, 12, 14))
    first = between(LIVES["CPTPP"], "GBR", party, date(2024, 12, 15))
    today = between(LIVES["CPTPP"], party, "GBR", TODAY)
    assert before.kind == "not_a_party"
    assert first.kind == ("signed" if party in ("AUS", "CAN", "MEX") else "in_force")
    assert today.kind == ("signed" if party in ("CAN", "MEX") else "in_force")
    # Among the others nothing has changed.
    assert between(LIVES["CPTPP"], party, "JPN", TODAY).kind == "in_force"
