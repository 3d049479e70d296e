"""What one agreement says of another: accession, and what ends when another begins."""

from datetime import date

import pytest

from tests.life.invented import agreement, members, parties
from tracker.errors import BadInput
from tracker.life import AgreementFacts, Ending, between, lives, status

OLD = agreement(
    "old", parties("ARM KAZ GEO"), state="in_force", signed="1994-04-15", in_force="1994-12-30",
    endings=(Ending("superseded", by="new"),),
)  # fmt: skip
NEW = agreement(
    "new", parties("ARM KAZ"), state="in_force", signed="2011-10-18", in_force="2012-09-20",
    happened="ARM entry 2012-10-17; KAZ entry 2012-12-08",
)  # fmt: skip


def kind(facts: list[AgreementFacts], key: str, party: str, day: str) -> str:
    return status(lives(facts)[key], party, date.fromisoformat(day)).kind


def test_an_agreement_ends_for_each_party_when_its_successor_begins_for_it() -> None:
    for order in ([OLD, NEW], [NEW, OLD]):
        assert [kind(order, "old", "ARM", day) for day in ("2012-10-16", "2012-10-17")] == [
            "in_force",
            "superseded",
        ]
        assert [kind(order, "old", "KAZ", day) for day in ("2012-12-07", "2012-12-08")] == [
            "in_force",
            "superseded",
        ]
        assert kind(order, "old", "GEO", "2026-11-28") == "in_force"
    found = status(lives([OLD, NEW])["old"], "ARM", date(2020, 1, 1))
    assert (found.by, found.reason, str(found.since)) == ("new", "supersession", "2012-10-17")


def test_a_successor_that_is_only_signed_ends_nothing() -> None:
    signed = agreement("new", parties("ARM KAZ"), state="signed", signed="2025-10-18")
    assert kind([OLD, signed], "old", "ARM", "2026-11-28") == "in_force"
    applied = agreement("new", parties("ARM KAZ"), state="provisionally_applied", provisional="2025-10-18")
    assert kind([OLD, applied], "old", "ARM", "2026-11-28") == "in_force"


def test_the_day_that_is_dated_stands() -> None:
    ended = agreement(
        "old", parties("ARM KAZ"), state="ended", signed="1994-04-15", in_force="1994-12-30", ended="2011-12-31",
        endings=(Ending("superseded", by="new"),),
    )  # fmt: skip
    assert [kind([ended, NEW], "old", "ARM", day) for day in ("2011-12-31", "2012-01-01")] == [
        "in_force",
        "superseded",
    ]
    assert kind([ended], "old", "ARM", "2012-01-01") == "superseded"  # the successor need not be here


def test_an_accession_brings_its_party_into_the_agreement() -> None:
    main = agreement(
        "main", (*parties("AUS CAN JPN"), *parties("GBR", original=False)), state="in_force", signed="2018-03-08",
        in_force="2018-12-30",
    )  # fmt: skip
    accession = agreement(
        "accession", parties("AUS CAN JPN GBR"), state="in_force", signed="2023-07-16", in_force="2024-12-15",
        happened="AUS entry 2024-12-24; CAN not_in_force", accedes_to="main",
    )  # fmt: skip
    life = lives([main, accession])["main"]
    assert [status(life, "GBR", date(2024, 12, day)).kind for day in (14, 15)] == ["not_a_party", "in_force"]
    assert between(life, "GBR", "JPN", date(2024, 12, 15)).kind == "in_force"
    assert between(life, "GBR", "AUS", date(2024, 12, 23)).kind == "signed"
    assert between(life, "GBR", "AUS", date(2024, 12, 24)).kind == "in_force"
    assert between(life, "CAN", "GBR", date(2026, 11, 28)).kind == "signed"
    assert between(life, "CAN", "JPN", date(2026, 11, 28)).kind == "in_force"
    protocol = lives([main, accession])["accession"]
    assert status(protocol, "CAN", date(2026, 11, 28)).kind == "signed"


def test_an_accession_brings_no_member_of_a_group_in() -> None:
    main = agreement(
        "main", (*members("EU", "2012-06-26"), *parties("COL PER")), state="in_force", signed="2012-06-26",
        in_force="2013-03-01", groups=("EU",),
    )  # fmt: skip
    accession = agreement(
        "accession", (*members("EU", "2016-11-11"), *parties("COL ECU PER")), state="in_force",
        signed="2016-11-11", in_force="2017-01-01", accedes_to="main", groups=("EU",),
    )  # fmt: skip
    life = lives([main, accession])["main"]
    assert status(life, "ECU", date(2016, 12, 31)).kind == "not_a_party"
    assert status(life, "ECU", date(2017, 1, 1)).kind == "in_force"
    assert str(life.periods["HRV"][0].begin) == "2013-07-01"


def test_agreements_in_a_circle_are_refused() -> None:
    one = agreement("one", parties("CHL NZL"), endings=(Ending("superseded", by="other"),))
    other = agreement("other", parties("CHL NZL"), endings=(Ending("superseded", by="one"),))
    with pytest.raises(BadInput, match="in a circle: one -> other -> one"):
        lives([one, other])
    with pytest.raises(BadInput, match="in a circle: self -> self"):
        lives([agreement("self", accedes_to="self")])


def test_two_agreements_of_one_key_are_refused() -> None:
    with pytest.raises(BadInput, match="two agreements have the key 'old'"):
        lives([OLD, OLD])
