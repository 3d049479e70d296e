"""Groups: who is a member, and what holds for all, some and none of the members."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.errors import BadInput
from tracker.export.briefing import default_name, read_briefing
from tracker.models.database import Database
from tracker.queries import (
    SearchFilter,
    SpreadFilter,
    asked_group,
    country_commitments,
    country_group,
    country_policies,
    group_choices,
    group_coverage,
    group_policies,
    group_provisions,
    own_group,
    search_articles,
    spread_totals,
)

DAY = date(2026, 11, 29)


def _chapter(*findings: MadeFinding) -> MadeChapter:
    return MadeChapter(
        "14", "Commerce", "ecommerce", (MadeArticle("1", "Rules", "A rule of ours.", findings),)
    )


@pytest.fixture
def east(database: Database) -> Iterator[Session]:
    """Kenya, Uganda and Tanzania: one rule on all, one on Kenya alone, nothing of Rwanda but an agreement unread."""
    with database.session() as session:
        _write(World(session))
    with database.read() as session:
        yield session


def _write(world: World) -> None:
    world.agreement(
        "East", slug="east", parties=["KEN", "UGA", "TZA"], signed=date(2010, 1, 1), in_force=date(2011, 1, 1),
        chapters=(_chapter(MadeFinding("customs_duties", "hard", False)),),
    )  # fmt: skip
    world.agreement(
        "Kenya - Sea", slug="sea", parties=["KEN", "PER"], signed=date(2012, 1, 1), in_force=date(2013, 1, 1),
        chapters=(_chapter(MadeFinding("customs_duties", "soft", False), MadeFinding("source_code", "soft", False)),),
    )  # fmt: skip
    world.agreement(
        "Hills", slug="hills", parties=["RWA", "UGA"], signed=date(2012, 1, 1), in_force=date(2013, 1, 1),
        current=False,
    )  # fmt: skip


def test_groups_are_found_by_code_name_and_as_a_list(east: Session) -> None:
    assert asked_group(east, "eac", DAY).code == "EAC"
    assert asked_group(east, "East African Community", DAY).code == "EAC"
    own = asked_group(east, "Kenya, uga,TZA,KEN")
    assert (own.code, own.members) == (None, ("KEN", "UGA", "TZA"))
    for wrong in ("Atlantis", "KEN,Atlantis", " , "):
        with pytest.raises(BadInput):
            asked_group(east, wrong)


def test_members_without_an_agreement_are_named_not_left_out(east: Session) -> None:
    group = country_group(east, "EAC", DAY)
    assert set(group.members) == {"BDI", "COD", "KEN", "RWA", "SOM", "SSD", "TZA", "UGA"}
    assert group.without_agreements == ("BDI", "COD", "SOM", "SSD")
    assert group_choices(east, DAY)["EAC"] == 8
    assert "EU" not in group_choices(east, DAY)


def test_what_holds_for_all_some_and_none(east: Session) -> None:
    members = own_group(east, ("KEN", "UGA", "TZA", "RWA")).members
    rows = {
        row.policy: row for row in group_policies({iso3: country_policies(east, iso3) for iso3 in members})
    }
    duties = rows["tax_transmissions"]
    assert duties.counts == {"closed": 3, "restricted": 0, "open": 0, "not_known": 1}
    assert (duties.bound, duties.extent, duties.members("not_known")) == (3, "some", ("RWA",))
    code = rows["inspect_source_code"]
    assert code.by_member == {
        "KEN": "restricted", "UGA": "not_known", "TZA": "open", "RWA": "not_known",
    }  # fmt: skip
    # Open for none is said only where it is open for each.
    assert rows["keep_data_at_home"].extent == "not_known"
    three = {iso3: country_policies(east, iso3) for iso3 in ("KEN", "TZA")}
    extents = {row.policy: row.extent for row in group_policies(three)}
    assert (extents["tax_transmissions"], extents["keep_data_at_home"]) == ("all", "none")


def test_rules_are_counted_by_the_strongest_of_each_member(east: Session) -> None:
    rows = group_provisions({iso3: country_commitments(east, iso3) for iso3 in ("KEN", "UGA", "TZA")})
    assert [(row.provision, dict(row.by_member)) for row in rows] == [
        ("customs_duties", {"KEN": "hard", "UGA": "hard", "TZA": "hard"}),
        ("source_code", {"KEN": "soft"}),
    ]
    assert rows[1].members("soft") == ("KEN",)


def test_coverage_counts_each_agreement_once(east: Session) -> None:
    found = group_coverage(east, ("KEN", "UGA", "TZA", "RWA"))
    assert found.in_force == 3
    assert (found.by_state["read"], found.by_state["not_read"]) == (2, 1)
    assert [(one.slug, members) for one, members in found.unknown] == [("hills", 2)]
    assert group_coverage(east, ("KEN", "TZA")).complete


def test_the_briefing_of_a_group_names_the_members_a_clause_binds(east: Session) -> None:
    group = asked_group(east, "EAC", DAY)
    found = read_briefing(east, group=group)
    lines = [dict(zip(found.columns(), cells, strict=True)) for cells in found.cells()]
    assert [
        (line["Agreement"], line["Provision code"], line["Members"], line["Status"]) for line in lines
    ] == [
        ("East", "customs_duties", "KEN; TZA; UGA", "in force"),
        ("Kenya - Sea", "customs_duties", "KEN", "in force"),
        ("Kenya - Sea", "source_code", "KEN", "in force"),
        ("Hills", None, None, "in force"),
    ]
    assert lines[-1]["Details"] == "not read: what it says is not known"
    assert default_name(None, None, None, group) == "briefing-EAC.csv"
    own = own_group(east, ("TZA", "RWA"))
    assert default_name(None, None, None, own) == "briefing-TZA-RWA.csv"
    assert [row.countries for row in read_briefing(east, group=own).rows] == [("TZA",)]
    # A country's own briefing has no such column, and a group that stands for nobody no clause of everybody.
    assert "Members" not in read_briefing(east, country="KEN").columns()
    nobody = read_briefing(east, group=own_group(east, ()))
    assert (nobody.rows, nobody.note) == ([], "no country is a member of this group today")


@pytest.mark.parametrize(
    ("party", "agreements"),
    [("KEN", 2), ("EAC", 2), ("TZA,PER", 2), ("PER", 1), ("EU", 0), ("TZA", 1)],
)
def test_spread_counts_agreements_with_any_member(east: Session, party: str, agreements: int) -> None:
    totals = {row.provision: row for row in spread_totals(east, SpreadFilter(basis="in_force", party=party))}
    assert totals["customs_duties"].agreements == agreements


def test_search_looks_into_agreements_with_any_member(east: Session) -> None:
    found = [
        search_articles(east, "rule", SearchFilter(party=party)).total for party in ("EAC", "TZA,PER", "EU")
    ]
    assert found == [2, 2, 0]
