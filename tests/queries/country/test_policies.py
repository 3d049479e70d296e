"""Policies: open, restricted or closed by what is in force, and what is signed on top of it."""

import itertools
from datetime import date

import pytest
from sqlalchemy import select

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.models import Agreement, Document
from tracker.models.database import Database
from tracker.queries import PolicyRow, country_coverage, country_policies, policy_facts

NUMBERS = itertools.count(1)
"""Keys of agreements and articles, each once however many sessions write them."""

IN_FORCE = date(2012, 3, 4)


def agreement(
    database: Database,
    name: str,
    *findings: MadeFinding,
    topic: str = "ecommerce",
    in_force: date | None = IN_FORCE,
    **facts: object,
) -> None:
    """An agreement with one article per finding, all in one chapter."""
    articles = tuple(MadeArticle(str(at), findings=(found,)) for at, found in enumerate(findings, start=1))
    with database.session() as session:
        World(session, _external=NUMBERS, _article_ids=NUMBERS).agreement(
            name,
            in_force=in_force,
            chapters=(MadeChapter("14", "Rules", topic, articles),),
            **facts,  # type: ignore[arg-type]
        )


def row(database: Database, policy: str, iso3: str = "AAA") -> PolicyRow:
    """The state of one policy for the country."""
    with database.read() as session:
        return next(entry for entry in country_policies(session, iso3) if entry.policy == policy)


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (MadeFinding("data_flows", "hard", False), "closed"),
        (MadeFinding("data_flows", "hard", True), "restricted"),
        (MadeFinding("data_flows", "soft", False), "restricted"),
        (MadeFinding("source_code", "hard", False), "open"),
    ],
)
def test_state_by_the_strictest_clause_in_force(database: Database, finding: MadeFinding, state: str) -> None:
    agreement(database, "One", finding)
    assert row(database, "condition_data_exports").state == state


def test_nothing_known_leaves_every_policy_not_known(database: Database) -> None:
    with database.read() as session:
        rows = country_policies(session, "ZZZ")
    assert [entry.policy for entry in rows] == [facts.code for facts in policy_facts()]
    assert {entry.state for entry in rows} == {"not_known"}


def test_one_clause_without_exception_closes_whatever_else_there_is(database: Database) -> None:
    agreement(database, "Old", MadeFinding("data_flows", "soft", True))
    agreement(database, "New", MadeFinding("data_flows", "hard", False), in_force=date(2020, 1, 1))
    found = row(database, "condition_data_exports")
    assert (found.state, found.since) == ("closed", date(2020, 1, 1))
    assert [ground.agreement.name for ground in found.grounds] == ["New", "Old"]


def test_hard_clause_for_one_sector_restricts(database: Database) -> None:
    agreement(database, "Banks", MadeFinding("data_flows", "hard", False), topic="financial_services")
    found = row(database, "condition_data_exports")
    assert (found.state, found.grounds[0].sector) == ("restricted", "financial")


def test_rule_about_the_sector_of_the_policy_is_no_rule_of_one_sector(database: Database) -> None:
    agreement(database, "Wires", MadeFinding("telecom_access", "hard", False), topic="telecoms")
    found = row(database, "shelter_network_operator")
    assert (found.state, found.grounds[0].sector) == ("restricted", None)


@pytest.mark.parametrize(
    ("policy", "finding", "state"),
    [
        # what such clauses demand is less than the policy
        ("limit_trade_secrets", MadeFinding("trade_secrets", "hard", False), "restricted"),
        # its words may limit it
        ("favour_local_products", MadeFinding("non_discrimination", "hard", None), "restricted"),
        ("favour_local_products", MadeFinding("non_discrimination", "hard", False), "closed"),
        ("one_signature_scheme", MadeFinding("electronic_authentication", "hard", False), "restricted"),
        # it leaves a part of its subject out
        ("inspect_source_code", MadeFinding("source_code", "hard", False), "closed"),
        (
            "inspect_source_code",
            MadeFinding("source_code", "hard", False, notes=("mass_market_only",)),
            "restricted",
        ),
        (
            "inspect_source_code",
            MadeFinding("source_code", "hard", False, notes=("scope:procurement",)),
            "restricted",
        ),
        # information on rights is no lock, and a treaty on both is not read
        ("open_digital_locks", MadeFinding("digital_copyright", "hard", False), "open"),
        ("open_digital_locks", MadeFinding("digital_copyright", "hard", False, notes=("locks",)), "closed"),
        (
            "open_digital_locks",
            MadeFinding("digital_copyright", "hard", False, notes=("internet_treaties",)),
            "restricted",
        ),
        # cooperation and praise
        ("choose_technology", MadeFinding("technology_choice", "soft", False), "restricted"),
        ("choose_technology", MadeFinding("technology_choice", "soft", False, notes=("aspiration",)), "open"),
    ],
)
def test_no_more_than_the_clause_demands(
    database: Database, policy: str, finding: MadeFinding, state: str
) -> None:
    agreement(database, "One", finding)
    assert row(database, policy).state == state


def test_only_clauses_with_the_note_count(database: Database) -> None:
    agreement(database, "Code", MadeFinding("source_code", "hard", False))
    assert row(database, "regulate_algorithms").state == "open"
    agreement(database, "More code", MadeFinding("source_code", "hard", False, notes=("algorithms",)))
    assert row(database, "regulate_algorithms").state == "closed"
    assert row(database, "inspect_source_code").state == "closed"


def test_what_is_signed_is_shown_where_it_is_stricter(database: Database) -> None:
    agreement(database, "Now", MadeFinding("source_code", "hard", True))
    agreement(
        database,
        "Soon",
        MadeFinding("source_code", "hard", False),
        MadeFinding("data_flows", "soft", False),
        in_force=None,
    )
    code, flows = row(database, "inspect_source_code"), row(database, "condition_data_exports")
    assert (code.state, code.signed) == ("restricted", "closed")
    assert (flows.state, flows.signed, flows.pending[0].agreement.name) == ("open", "restricted", "Soon")


def test_signed_but_milder_adds_nothing(database: Database) -> None:
    agreement(database, "Now", MadeFinding("source_code", "hard", False))
    agreement(database, "Soon", MadeFinding("source_code", "soft", False), in_force=None)
    assert row(database, "inspect_source_code").signed is None


def test_ended_agreements_do_not_bind_nor_do_former_members(database: Database) -> None:
    agreement(database, "Gone", MadeFinding("source_code", "hard", False), inactive=date(2020, 1, 1))
    agreement(database, "Left", MadeFinding("source_code", "hard", False), gone=("AAA",))
    # Nothing is known to be in force for AAA; that nothing is, is not known.
    assert row(database, "inspect_source_code").state == "not_known"
    agreement(database, "Read", MadeFinding("cooperation", "soft"))
    assert row(database, "inspect_source_code").state == "open"
    assert row(database, "inspect_source_code", "BBB").state == "closed"


def test_ground_names_article_side_exception_and_exceptions_elsewhere(database: Database) -> None:
    agreement(
        database,
        "One",
        MadeFinding("data_flows", "hard", True, notes=("exception:public_policy",)),
        MadeFinding("ecommerce_exceptions", "hard"),
    )
    [ground] = row(database, "condition_data_exports").grounds
    assert [side.code for side in ground.agreement.toward] == ["BBB"]
    assert (ground.article.number, ground.kinds, ground.since) == ("1", ("public_policy",), IN_FORCE)
    assert [other.provision for other in ground.elsewhere] == ["ecommerce_exceptions"]


def test_open_only_where_everything_in_force_is_read_or_known_without_rules(database: Database) -> None:
    agreement(database, "Read", MadeFinding("cooperation", "soft"))
    assert row(database, "inspect_source_code").state == "open"
    with database.session() as session:
        world = World(session, _external=NUMBERS, _article_ids=NUMBERS)
        unread = world.agreement("Unread", in_force=IN_FORCE)
        session.delete(session.scalars(select(Document).where(Document.agreement_id == unread.id)).one())
        unread_id = unread.id
    assert row(database, "inspect_source_code").state == "not_known"
    with database.read() as session:
        coverage = country_coverage(session, "AAA")
    assert (coverage.in_force, coverage.by_state["read"], coverage.by_state["not_read"]) == (2, 1, 1)
    assert [one.name for one in coverage.unknown] == ["Unread"]
    with database.session() as session:
        session.get_one(Agreement, unread_id).digital_rules = "n"
    assert row(database, "inspect_source_code").state == "open"
    with database.session() as session:
        session.get_one(Agreement, unread_id).digital_rules = None
    assert row(database, "inspect_source_code").state == "not_known"
    with database.session() as session:
        session.get_one(Agreement, unread_id).digital_rules = "n"
        read = session.scalars(select(Agreement).where(Agreement.name == "Read")).one()
        read.missing = ["annexes"]
    assert row(database, "inspect_source_code").state == "not_known"


@pytest.mark.parametrize(
    ("found", "missing", "state"),
    [
        (MadeFinding("cooperation", "soft"), [], "open"),  # whatever it is, it says nothing on it
        (MadeFinding("cooperation", "soft"), ["annexes"], "not_known"),
        (MadeFinding("source_code", "hard", False), [], "not_known"),
    ],
)
def test_an_agreement_that_may_be_in_force_leaves_no_policy_open(
    database: Database, found: MadeFinding, missing: list[str], state: str
) -> None:
    agreement(database, "Read", MadeFinding("cooperation", "soft"))
    agreement(database, "In doubt", found, in_force=None)
    with database.session() as session:
        doubtful = session.scalars(select(Agreement).where(Agreement.name == "In doubt")).one()
        doubtful.state, doubtful.missing = "unknown", missing
    found_row = row(database, "inspect_source_code")
    assert (found_row.state, found_row.grounds, found_row.unread) == (state, (), 0)
    assert found_row.uncertain == (state == "not_known")
    with database.read() as session:
        coverage = country_coverage(session, "AAA")
    assert [one.name for one in coverage.uncertain] == ["In doubt"]
    assert (coverage.in_force, coverage.unknown) == (1, ())


def test_annexes_on_goods_matter_for_tariffs_on_electronics_alone(database: Database) -> None:
    agreement(database, "Read", MadeFinding("cooperation", "soft"))
    assert row(database, "tax_electronics").state == "open"
    with database.session() as session:
        read = session.scalars(select(Agreement).where(Agreement.name == "Read")).one()
        read.missing = ["goods_annexes:2-A"]
    assert row(database, "tax_transmissions").state == "open"
    lacking = row(database, "tax_electronics")
    assert (lacking.state, lacking.unread) == ("not_known", 1)
    with database.read() as session:
        coverage = country_coverage(session, "AAA")
    assert (coverage.complete, coverage.by_state["read"]) == (True, 1)
    assert [one.missing for one in coverage.without_goods] == [("goods_annexes:2-A",)]
    with database.session() as session:
        read = session.scalars(select(Agreement).where(Agreement.name == "Read")).one()
        read.missing = ["annexes:8-B", "goods_annexes:2-A"]
    assert row(database, "tax_transmissions").state == "not_known"
    assert row(database, "tax_transmissions").unread == 1


@pytest.mark.parametrize(
    ("basis", "exception", "state"),
    [
        ("read", None, "restricted"),  # words that may limit it
        ("coded", False, "closed"),
        ("coded", None, "restricted"),
        ("incorporated", False, "closed"),
        ("reported", None, "restricted"),  # nobody assessed the exception: that it closes is not proven
        ("reported", False, "closed"),
    ],
)
def test_the_basis_goes_with_the_verdict(
    database: Database, basis: str, exception: bool | None, state: str
) -> None:
    agreement(database, "One", MadeFinding("source_code", "hard", exception))
    with database.session() as session:
        session.scalars(select(Document)).one().basis = basis
    found = row(database, "inspect_source_code")
    assert (found.state, found.basis, [ground.basis.kind for ground in found.grounds]) == (
        state,
        basis,
        [basis],
    )
    assert row(database, "keep_data_at_home").state == ("not_known" if basis == "reported" else "open")


def test_policies_speak_the_languages_of_the_dashboard() -> None:
    english, spanish = policy_facts("en"), policy_facts("es")
    assert [facts.code for facts in english] == [facts.code for facts in spanish]
    assert english[0].title == "Keep data and servers at home"
    assert spanish[0].title == "Guardar los datos y los servidores en el país"
