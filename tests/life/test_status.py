"""The rules of the life of an agreement, one by one."""

from datetime import date

import pytest

from tests.life.invented import agreement, events, members, parties
from tracker.errors import BadInput
from tracker.life import (
    AgreementFacts,
    Day,
    Ending,
    PartyFact,
    Status,
    agreement_status,
    between,
    last_day_before,
    life_of,
    not_for_all,
    parties_bound,
    state_of,
    status,
)


def on(facts: AgreementFacts, party: str, day: str) -> Status:
    return status(life_of(facts), party, date.fromisoformat(day))


def kinds(facts: AgreementFacts, party: str, *days: str) -> list[str]:
    return [on(facts, party, day).kind for day in days]


BILATERAL = agreement(
    "pair", parties("CHL NZL"), state="in_force", signed="2010-03-04", in_force="2011-05-01"
)


def test_an_agreement_between_two_is_negotiated_signed_and_in_force() -> None:
    days = ("2010-03-03", "2010-03-04", "2011-04-30", "2011-05-01", "2026-11-28")
    assert kinds(BILATERAL, "CHL", *days) == ["under_negotiation", "signed", "signed", "in_force", "in_force"]
    found = on(BILATERAL, "CHL", "2010-12-01")
    assert (str(found.since), str(found.until)) == ("2010-03-04", "2011-04-30")
    assert str(on(BILATERAL, "NZL", "2026-11-28").since) == "2011-05-01"
    assert on(BILATERAL, "VNM", "2026-11-28") == Status("not_a_party", reason="no_party")


def test_the_last_day_still_binds() -> None:
    ended = agreement(
        "a", parties("CHL NZL"), signed="2000", in_force="2001-01-01", ended="2012-12-31", state="ended"
    )
    assert kinds(ended, "CHL", "2012-12-31", "2013-01-01") == ["in_force", "ended"]
    assert str(on(ended, "CHL", "2012-12-31").until) == "2012-12-31"
    assert str(on(ended, "CHL", "2020-01-01").since) == "2013-01-01"
    assert on(ended, "CHL", "2020-01-01").reason == "termination"


def test_a_year_proves_nothing_of_days_within_it() -> None:
    facts = agreement("a", parties("CHL NZL"), state="in_force", signed="2008", in_force="2009")
    days = ("2007-12-31", "2008-06-01", "2008-12-31", "2009-06-01", "2009-12-31")
    assert kinds(facts, "CHL", *days) == ["under_negotiation", "unknown", "signed", "unknown", "in_force"]
    assert str(on(facts, "CHL", "2020-01-01").since) == "2009"


def test_in_force_without_a_day_holds_today_and_is_unknown_before() -> None:
    facts = agreement("a", parties("CHL NZL"), state="in_force", signed="2008-01-01")
    assert kinds(facts, "CHL", "2007-01-01", "2015-01-01", "2026-04-30") == [
        "under_negotiation",
        "unknown",
        "in_force",
    ]
    assert on(facts, "CHL", "2026-11-28").since is None


def test_nothing_known_is_unknown() -> None:
    assert kinds(agreement("a", parties("CHL NZL")), "CHL", "2000-01-01", "2026-11-28") == [
        "unknown",
        "unknown",
    ]
    signed = agreement("a", parties("CHL NZL"), signed="2024-05-01")
    assert on(signed, "CHL", "2026-11-28") == Status("unknown", reason="state_not_known")
    over = agreement("a", parties("CHL NZL"), state="ended")
    assert kinds(over, "CHL", "1999-01-01", "2026-11-28") == ["unknown", "ended"]
    assert on(over, "CHL", "2026-11-28").since is None


@pytest.mark.parametrize("state", ["negotiating", "draft", "concluded"])
def test_what_is_not_signed_is_under_negotiation(state: str) -> None:
    found = on(agreement("a", parties("CHL NZL"), state=state), "CHL", "2026-11-28")
    assert (found.kind, found.reason, found.binds) == ("under_negotiation", state, False)


def test_provisional_application_is_marked_until_the_agreement_is_in_force() -> None:
    facts = agreement(
        "a",
        parties("CHL NZL"),
        state="in_force",
        signed="2014-06-27",
        provisional="2014-09-01",
        in_force="2016-07-01",
    )
    first, then = on(facts, "CHL", "2016-06-30"), on(facts, "CHL", "2016-07-01")
    assert (first.kind, str(first.since), str(first.until)) == (
        "provisionally_applied",
        "2014-09-01",
        "2016-06-30",
    )
    assert first.provisional and first.binds and first.reason == "provisional_application"
    assert (then.kind, str(then.since), then.until, then.provisional) == (
        "in_force",
        "2016-07-01",
        None,
        False,
    )
    assert then.period is not None and str(then.period.begin) == "2014-09-01"


def test_one_day_for_both_is_what_the_state_says() -> None:
    """The WTO's list gives the first day of provisional application as that of entry into force."""
    same = {"signed": "2016-10-30", "in_force": "2017-09-21"}
    only = agreement("a", parties("CHL NZL"), state="provisionally_applied", **same)
    both = agreement("a", parties("CHL NZL"), state="provisionally_applied", provisional="2017-09-21", **same)
    full = agreement("a", parties("CHL NZL"), state="in_force", provisional="2017-09-21", **same)
    assert kinds(only, "CHL", "2026-11-28") == kinds(both, "CHL", "2026-11-28") == ["provisionally_applied"]
    assert kinds(full, "CHL", "2026-11-28") == ["in_force"]


def test_a_party_with_an_entry_of_its_own_applies_provisionally_until_then() -> None:
    """Also where the agreement was in force for others on the day from which it applied it."""
    facts = agreement(
        "a",
        parties("GBR ISL"),
        happened="ISL provisional 2022-09-01; ISL entry 2023-02-01",
        state="in_force",
        signed="2021-07-08",
        provisional="2021-12-01",
        in_force="2022-09-01",
    )
    assert kinds(facts, "ISL", "2022-08-31", "2022-09-01", "2023-01-31", "2023-02-01") == [
        "signed",
        "provisionally_applied",
        "provisionally_applied",
        "in_force",
    ]


def test_nothing_is_in_force_before_it_is_signed_unless_provisionally() -> None:
    early = {"signed": "2014-06-27", "in_force": "2014-04-23"}
    facts = agreement("a", parties("CHL NZL"), state="in_force", **early)
    assert kinds(facts, "CHL", "2014-05-01", "2020-01-01", "2026-11-28") == [
        "under_negotiation",
        "unknown",
        "in_force",
    ]
    given = agreement(
        "a", parties("CHL NZL"), state="in_force", signed="2014-06-27", provisional="2014-04-23"
    )
    assert kinds(given, "CHL", "2014-04-23") == ["provisionally_applied"]


def test_nobody_is_bound_alone() -> None:
    """Where the agreement's own day cannot be right, the day of the one side that has one is the other's, too."""
    facts = agreement(
        "a",
        (*members("EU", "2014-06-27"), *parties("UKR")),
        state="in_force",
        signed="2014-06-27",
        in_force="2014-04-23",
        happened="UKR entry 2016-01-01; GBR exit 2020-12-31",
        groups=("EU",),
    )
    assert kinds(facts, "DEU", "2014-05-01", "2015-12-31", "2016-01-01") == [
        "under_negotiation",
        "signed",
        "in_force",
    ]
    assert kinds(facts, "GBR", "2020-12-31", "2021-01-01") == ["in_force", "ended"]


def test_a_party_has_its_own_day() -> None:
    facts = agreement(
        "a", parties("CHL NZL PER"), state="in_force", signed="2018-03-08", in_force="2018-12-30",
        happened="PER entry 2021-09-19; CHL not_in_force",
    )  # fmt: skip
    assert kinds(facts, "PER", "2021-09-18", "2021-09-19") == ["signed", "in_force"]
    assert kinds(facts, "CHL", "2018-03-07", "2026-11-28") == ["under_negotiation", "signed"]
    assert kinds(facts, "NZL", "2018-12-30") == ["in_force"]
    assert parties_bound(life_of(facts), date(2020, 1, 1)) == ("NZL",)


def test_where_each_has_its_own_day_nothing_is_known_of_the_others() -> None:
    facts = agreement(
        "a", parties("KAZ RUS UZB"), state="in_force", signed="2023-06-08", in_force="2024-06-05",
        happened="KAZ entry 2025-06-11; RUS entry 2024-06-05", each_from_its_own_day=True,
    )  # fmt: skip
    assert on(facts, "UZB", "2026-11-28") == Status("unknown", reason="entry_not_known")
    assert kinds(facts, "UZB", "2023-01-01") == ["under_negotiation"]
    assert kinds(facts, "KAZ", "2025-06-10", "2025-06-11") == ["signed", "in_force"]


def test_in_force_for_some_without_saying_for_whom_not() -> None:
    assert not_for_all("In force for at least one Party", events("KAZ entry 2025-06-11"))
    assert not not_for_all("In force for at least one Party ", events("CAN not_in_force"))
    assert not not_for_all("In Force", ())
    assert not not_for_all(None, ())


def test_a_day_before_the_signature_is_of_another_agreement() -> None:
    """The WTO's list gives for an accession to CEFTA the days on which the others joined CEFTA itself."""
    facts = agreement(
        "a", parties("CZE HRV"), state="ended", signed="2002-12-05", in_force="2003-03-01", ended="2006-12-31",
        happened="CZE entry 1993-03-01",
    )  # fmt: skip
    assert kinds(facts, "CZE", "1995-01-01", "2003-03-01") == ["under_negotiation", "in_force"]


def test_a_later_party_is_none_before_its_accession() -> None:
    facts = agreement(
        "a", (*parties("CHL NZL"), *parties("GBR", original=False)), state="in_force", signed="2018-03-08",
        in_force="2018-12-30", happened="GBR entry 2024-12-15",
    )  # fmt: skip
    before, then = on(facts, "GBR", "2024-12-14"), on(facts, "GBR", "2024-12-15")
    assert (before.kind, before.reason, str(before.until)) == ("not_a_party", "not_yet_a_party", "2024-12-14")
    assert (then.kind, then.reason) == ("in_force", "accession")


def test_a_later_party_without_a_day_is_one_today() -> None:
    facts = agreement(
        "a",
        (*parties("CHL NZL"), *parties("PER", original=False)),
        state="in_force",
        signed="2018",
        in_force="2019",
    )
    assert kinds(facts, "PER", "2018-06-01", "2022-01-01", "2026-04-30") == [
        "not_a_party",
        "unknown",
        "in_force",
    ]


def test_withdrawal_and_return() -> None:
    facts = agreement(
        "a", parties("CHL NZL PER"), state="in_force", signed="2000-01-01", in_force="2001-01-01",
        happened="PER exit 2005-06-30; PER entry 2010-01-01",
    )  # fmt: skip
    assert kinds(facts, "PER", "2001-01-01", "2005-06-30", "2005-07-01", "2009-12-31", "2010-01-01") == [
        "in_force",
        "in_force",
        "ended",
        "ended",
        "in_force",
    ]
    away = on(facts, "PER", "2007-01-01")
    assert (away.reason, str(away.since), str(away.until)) == ("withdrawal", "2005-07-01", "2009-12-31")


def test_withdrawal_before_entry_into_force() -> None:
    facts = agreement(
        "a", parties("CHL USA"), state="signed", signed="2016-02-04", happened="USA exit 2017-01-30"
    )
    assert kinds(facts, "USA", "2017-01-29", "2017-01-30", "2026-11-28") == [
        "signed",
        "never_took_effect",
        "never_took_effect",
    ]
    assert str(on(facts, "USA", "2026-11-28").since) == "2017-01-30"
    assert kinds(facts, "CHL", "2026-11-28") == ["signed"]


def test_a_signatory_listed_no_longer_is_out_on_an_unknown_day() -> None:
    facts = agreement(
        "a",
        (*parties("CHL NZL"), *parties("PER", current=False)),
        state="in_force",
        signed="2000",
        in_force="2001-01-01",
    )
    assert kinds(facts, "PER", "2001-01-01", "2015-01-01", "2026-05-01") == ["unknown", "unknown", "ended"]


def test_an_agreement_that_can_no_longer_enter_into_force() -> None:
    facts = agreement(
        "a", parties("CHL NZL"), state="signed", signed="2016-02-04",
        endings=(Ending("lapsed", Day.parse("2017-01-30"), by="next"),),
    )  # fmt: skip
    assert kinds(facts, "CHL", "2017-01-29", "2017-01-30") == ["signed", "never_took_effect"]
    assert on(facts, "CHL", "2020-01-01").by == "next"
    given = agreement("a", parties("CHL NZL"), state="never_took_effect", signed="2016-02-04")
    assert kinds(given, "CHL", "2016-01-01", "2020-01-01", "2026-04-30") == [
        "under_negotiation",
        "unknown",
        "never_took_effect",
    ]


def test_a_signed_agreement_terminated_never_took_effect() -> None:
    facts = agreement("a", parties("CHL NZL"), state="signed", signed="2016-02-04", ended="2018-05-01")
    assert kinds(facts, "CHL", "2018-05-01", "2018-05-02") == ["signed", "never_took_effect"]


EU_KOREA = agreement(
    "eu-korea",
    (*members("EU", "2010-10-06"), *parties("KOR")),
    state="in_force",
    signed="2010-10-06",
    provisional="2011-07-01",
    in_force="2015-12-13",
    groups=("EU",),
)


def test_a_member_that_joins_the_group_comes_in_and_one_that_leaves_is_out() -> None:
    assert kinds(EU_KOREA, "HRV", "2011-07-01", "2013-06-30", "2013-07-01", "2015-12-13") == [
        "not_a_party",
        "not_a_party",
        "provisionally_applied",
        "in_force",
    ]
    assert on(EU_KOREA, "HRV", "2013-07-01").reason == "entry_into_group"
    assert kinds(EU_KOREA, "GBR", "2020-01-31", "2020-12-31", "2021-01-01") == [
        "in_force",
        "in_force",
        "ended",
    ]
    assert on(EU_KOREA, "GBR", "2026-11-28").reason == "exit_from_group"


@pytest.mark.parametrize("listed", [(), parties("HRV", via="EU", original=False)])
def test_who_joins_a_group_after_its_agreement_ended_is_never_bound(listed: tuple[PartyFact, ...]) -> None:
    """Also where a list has the group, and so its members of today, as the party."""
    facts = agreement(
        "a", (*members("EU", "2002-01-01"), *listed, *parties("CHL")), signed="2002-01-01", in_force="2003-01-01",
        ended="2010-12-31", state="ended", groups=("EU",),
    )  # fmt: skip
    life = life_of(facts)
    assert life.periods["HRV"] == ()
    for day in (date(2005, 1, 1), date(2012, 1, 1), date(2026, 1, 1)):
        assert status(life, "HRV", day).kind == "not_a_party"
    assert agreement_status(life, date(2026, 1, 1)).kind == "ended"
    assert kinds(facts, "POL", "2004-04-30", "2004-05-01", "2011-01-01") == [
        "not_a_party",
        "in_force",
        "ended",
    ]


def test_who_left_a_group_before_its_agreement_took_effect_is_never_bound() -> None:
    facts = agreement(
        "a", (*members("EU", "2018-10-01"), *parties("CHL")), signed="2018-10-01", in_force="2022-01-01",
        state="in_force", groups=("EU",),
    )  # fmt: skip
    assert kinds(facts, "GBR", "2019-01-01", "2021-01-01", "2026-01-01") == [
        "signed",
        "never_took_effect",
        "never_took_effect",
    ]


def test_a_party_that_joins_the_other_side_is_bound_as_its_member() -> None:
    facts = agreement(
        "area", (*members("EU", "1992-05-02"), *parties("AUT NOR")), state="in_force", signed="1992-05-02",
        in_force="1994-01-01", groups=("EU",),
    )  # fmt: skip
    own, as_member = life_of(facts).periods["AUT"]
    assert (str(own.begin), str(own.end), own.end_reason) == ("1994-01-01", "1994-12-31", "joined_other_side")
    assert (str(as_member.begin), as_member.begin_reason, as_member.end) == (
        "1995-01-01",
        "entry_into_group",
        None,
    )
    assert kinds(facts, "NOR", "2026-01-01") == ["in_force"]


def test_an_agreement_whose_other_side_has_joined_is_over() -> None:
    facts = agreement(
        "a", (*members("EU", "1973-01-01"), *parties("AUT")), state="in_force", signed="1972-07-22",
        in_force="1973-01-01", groups=("EU",),
    )  # fmt: skip
    assert kinds(facts, "AUT", "1994-12-31", "1995-01-01") == ["in_force", "ended"]
    assert kinds(facts, "FRA", "1994-12-31", "1995-01-01") == ["in_force", "ended"]
    assert life_of(facts).periods["FIN"] == ()


def test_who_moves_from_efta_to_the_eu_leaves_the_agreements_of_efta() -> None:
    facts = agreement(
        "efta-turkey", (*members("EFTA", "1991-12-10"), *parties("TUR")), state="in_force", signed="1991-12-10",
        in_force="1992-04-01", groups=("EFTA",),
    )  # fmt: skip
    assert kinds(facts, "SWE", "1994-12-31", "1995-01-01") == ["in_force", "ended"]
    assert on(facts, "SWE", "1995-01-01").reason == "exit_from_group"
    assert kinds(facts, "NOR", "2026-01-01") == ["in_force"]


def test_a_group_that_does_not_act_as_one_brings_nobody_in() -> None:
    facts = agreement(
        "asean", (*members("ASEAN", "2004-11-29"), *parties("CHN")), state="in_force", signed="2004-11-29",
        in_force="2005-01-01", groups=("ASEAN",),
    )  # fmt: skip
    assert "TLS" not in life_of(facts).periods


def test_a_suspended_member_is_one_and_it_is_said() -> None:
    facts = agreement(
        "mercosur", parties("ARG BRA PRY URY VEN", via="MERCOSUR"), state="in_force", signed="1991-03-26",
        in_force="1991-11-29", happened="VEN entry 2012-07-31",
    )  # fmt: skip
    found = on(facts, "VEN", "2020-01-01")
    assert (found.kind, found.note) == ("in_force", "membership_suspended")
    assert on(facts, "VEN", "2016-12-01").note is None
    assert on(facts, "ARG", "2020-01-01").note is None


def test_the_day_of_a_group_is_its_members() -> None:
    facts = agreement(
        "a", (*members("EU", "2026-01-17"), *parties("ARG PRY")), state="provisionally_applied", signed="2026-01-17",
        happened="EU provisional 2026-05-01; ARG provisional 2026-05-01", groups=("EU",),
        each_from_its_own_day=True,
    )  # fmt: skip
    assert kinds(facts, "DEU", "2026-04-30", "2026-05-01") == ["signed", "provisionally_applied"]
    assert on(facts, "PRY", "2026-05-01") == Status("unknown", reason="entry_not_known")


def test_no_party_is_fully_bound_before_the_agreement_is_in_force() -> None:
    """The WTO's list calls each party's first day of provisional application its entry."""
    facts = agreement(
        "a", (*members("EU", "2012-06-26"), *parties("COL PER")), state="in_force", signed="2012-06-26",
        provisional="2013-03-01", in_force="2024-11-01", happened="PER entry 2013-03-01; COL entry 2013-08-01",
        groups=("EU",),
    )  # fmt: skip
    assert kinds(facts, "COL", "2013-07-31", "2013-08-01", "2024-11-01") == [
        "signed",
        "provisionally_applied",
        "in_force",
    ]


def test_the_agreement_as_such_is_in_force_where_it_is_for_anybody() -> None:
    facts = agreement(
        "a", parties("CHL NZL PER"), state="in_force", signed="2018-03-08", in_force="2018-12-30",
        happened="PER not_in_force",
    )  # fmt: skip
    life = life_of(facts)
    assert agreement_status(life, date(2026, 11, 28)).kind == "in_force"
    assert agreement_status(life, date(2018, 6, 1)).kind == "signed"
    nobody = life_of(
        agreement("b", state="in_force", signed="2018-03-08", in_force="2018-12-30", ended="2020-01-01")
    )
    found = [agreement_status(nobody, date(year, 6, 1)).kind for year in (2017, 2018, 2019, 2021)]
    assert found == ["under_negotiation", "signed", "in_force", "ended"]
    assert agreement_status(life_of(agreement("c")), date(2020, 1, 1)).kind == "unknown"


def test_two_parties_may_not_be_bound_to_each_other() -> None:
    facts = agreement(
        "a", (*parties("AUS CAN"), *parties("GBR", original=False)), state="in_force", signed="2018-03-08",
        in_force="2018-12-30",
        happened="GBR entry 2024-12-15; GBR entry 2024-12-24 > AUS; GBR not_in_force > CAN",
    )  # fmt: skip
    life = life_of(facts)

    def pair(one: str, other: str, text: str) -> str:
        return between(life, one, other, date.fromisoformat(text)).kind

    assert pair("AUS", "CAN", "2018-12-30") == "in_force"
    assert pair("GBR", "AUS", "2024-12-14") == "not_a_party"
    assert [pair("AUS", "GBR", "2024-12-23"), pair("AUS", "GBR", "2024-12-24")] == ["signed", "in_force"]
    assert pair("GBR", "CAN", "2026-04-30") == "signed"
    assert status(life, "GBR", date(2024, 12, 15)).kind == "in_force"


def test_the_first_day_without_is_not_the_last_day_with() -> None:
    assert last_day_before(date(2020, 7, 1)) == date(2020, 6, 30)
    assert last_day_before(date(1998, 12, 31)) == date(1998, 12, 31)


def test_states_are_those_of_lists_and_registry() -> None:
    assert [state_of(word) for word in ("inactive", "in_negotiation", "superseded", "in_force", None)] == [
        "ended",
        "negotiating",
        "ended",
        "in_force",
        "unknown",
    ]
    with pytest.raises(BadInput, match="unknown state of an agreement 'resting'"):
        state_of("resting")
