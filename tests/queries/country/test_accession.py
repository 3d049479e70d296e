"""Accession: every kind of difference, partners and those beyond them, what is not compared, and who is left out."""

from datetime import date

import pytest

from tests.factory import MadeFinding, World, provision_agreement
from tests.queries.agreement.test_plurilateral import text
from tracker.models import Document
from tracker.models.database import Database
from tracker.queries import Accession, AccessionRow, accession
from tracker.template import KnownText, Plurilateral

WORDS = "Each side keeps its gates open."


def facts(**roles: tuple[str, ...]) -> Plurilateral:
    """A known text with these roles."""
    known = KnownText(
        symbol="INF/ECOM/900", issued=date(2024, 1, 2), source="Note", as_of=date(2024, 1, 2), roles=roles
    )
    return Plurilateral(series="INF/ECOM/", texts=(known,))


BOTH = facts(convenor=("BBB", "CCC"), outside=("DDD",))

TEXT = (
    MadeFinding("data_flows", "hard", False, WORDS),
    MadeFinding("data_localisation", "soft", True),
    MadeFinding("source_code", "hard", False),
    MadeFinding("customs_duties", "hard", False),
    MadeFinding("cooperation", "soft"),
    MadeFinding("open_internet", "soft", False),
    MadeFinding("general_exceptions", "hard"),
    MadeFinding("definitions_scope", None),
)
BINDING = (
    MadeFinding("data_flows", "hard", True),
    MadeFinding("source_code", "soft", False),
    MadeFinding("customs_duties", "hard", False),
    MadeFinding("cooperation", "hard"),
    MadeFinding("encryption", "hard", False),
)


def fill(database: Database) -> None:
    """AAA is bound toward BBB by BINDING, toward CCC on open_internet and cooperation; some of it has not begun."""
    with database.session() as session:
        world = World(session)
        made = provision_agreement(
            world, "The text", TEXT, signed=None, legal_status="draft_text", parties=()
        )
        session.query(Document).filter_by(agreement_id=made.id).update({"external_id": "inf-ecom-900"})
        began = {"signed": date(2010, 1, 1), "in_force": date(2011, 2, 3)}
        provision_agreement(world, "Binding", BINDING, parties=("AAA", "BBB"), **began)
        both = (MadeFinding("open_internet", "soft", False), MadeFinding("cooperation", "soft"))
        provision_agreement(world, "Softer", both, parties=("AAA", "CCC"), **began)
        same = (MadeFinding("open_internet", "soft", False),)
        provision_agreement(world, "Same", same, parties=("AAA", "BBB"), **began)
        later = (MadeFinding("data_localisation", "hard", False),)
        provision_agreement(world, "Signed only", later, parties=("AAA", "BBB"))
        ended = date(2020, 1, 1)
        provision_agreement(world, "Over", later, parties=("AAA", "BBB"), inactive=ended, **began)
        provision_agreement(world, "Of others", later, parties=("BBB", "CCC"), **began)


def asked(database: Database, iso3: str = "AAA", known: Plurilateral = BOTH) -> Accession:
    with database.read() as session:
        answer = accession(session, "the-text", iso3, facts=known)
    assert answer is not None
    return answer


def by_code(answer: Accession) -> dict[str, AccessionRow]:
    return {row.provision: row for row in answer.rows}


def test_every_difference_is_distinguished(database: Database) -> None:
    fill(database)
    answer = asked(database)
    assert {row.provision: row.difference for row in answer.rows} == {
        "customs_duties": "wider",
        "data_flows": "no_exception",
        "data_localisation": "new",
        "source_code": "stronger",
        "open_internet": "nothing",
        "cooperation": "nothing",
    }
    assert answer.counts == {
        "new": 1,
        "stronger": 1,
        "no_exception": 1,
        "not_known": 0,
        "wider": 1,
        "nothing": 2,
    }
    assert answer.participants == ("BBB", "CCC")
    assert not answer.bound


def test_commitments_with_nothing_in_common_are_not_compared(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made = (MadeFinding("other_commitment", "hard"), MadeFinding("source_code", "hard", False))
        provision_agreement(world, "The text", made, signed=None, legal_status="draft_text", parties=())
        began = {"signed": date(2010, 1, 1), "in_force": date(2011, 2, 3)}
        provision_agreement(world, "Binding", made, parties=("AAA", "BBB"), **began)
    rows = by_code(asked(database))
    assert rows["source_code"].difference in ("nothing", "wider")
    assert (rows["other_commitment"].difference, rows["other_commitment"].agreements) == ("new", 0)


def test_partners_are_those_toward_whom_something_as_strict_is_in_force(database: Database) -> None:
    fill(database)
    rows = by_code(asked(database))
    assert (rows["customs_duties"].partners, rows["customs_duties"].beyond) == (("BBB",), ("CCC",))
    assert rows["cooperation"].partners == ("BBB", "CCC")
    assert (rows["cooperation"].agreements, rows["open_internet"].agreements) == (2, 2)
    assert (rows["data_flows"].partners, rows["data_flows"].agreements) == ((), 0)
    assert rows["data_localisation"].beyond == ("BBB", "CCC")


def test_both_clauses_come_with_article_day_and_words(database: Database) -> None:
    fill(database)
    row = by_code(asked(database))["data_flows"]
    assert (row.text.slug, row.text.strength, row.text.exception, row.text.since) == (
        "the-text",
        "hard",
        False,
        None,
    )
    assert row.text.wording and (row.text.wording.text, row.text.wording.language) == (WORDS, "en")
    assert row.now is not None
    assert (
        row.now.agreement,
        row.now.strength,
        row.now.exception,
        row.now.since,
        row.now.article.number,
    ) == (
        "Binding",
        "hard",
        True,
        date(2011, 2, 3),
        "1",
    )
    assert row.now.wording and row.now.wording.text == "A clause of ours on data_flows."
    assert by_code(asked(database))["data_localisation"].now is None


def test_where_nobody_is_known_to_take_part_nothing_is_wider(database: Database) -> None:
    fill(database)
    answer = asked(database, known=facts(outside=("CCC",)))
    assert answer.participants == ()
    assert by_code(answer)["customs_duties"].difference == "nothing"
    assert by_code(answer)["data_localisation"].difference == "new"


def test_a_country_is_no_partner_of_itself_nor_of_its_group(database: Database) -> None:
    fill(database)
    assert asked(database, "BBB").participants == ("CCC",)
    assert "NOR" not in asked(database, "ISL", facts(supporter=("EFTA", "CCC"))).participants
    assert "NOR" in asked(database, "AAA", facts(supporter=("EFTA", "CCC"))).participants


def test_a_country_without_agreements_finds_everything_new(database: Database) -> None:
    fill(database)
    assert asked(database, "QQQ").counts["new"] == 6


def test_a_text_in_force_is_not_compared_with_itself(database: Database) -> None:
    with database.session() as session:
        made = text(World(session), "The text", "inf-ecom-900", ("AAA",), status="in_force")
        assert made.slug == "the-text"
    answer = asked(database)
    assert answer.bound and answer.rows == ()


@pytest.mark.parametrize("slug", ["nowhere", ""])
def test_no_text_no_answer(database: Database, slug: str) -> None:
    fill(database)
    with database.read() as session:
        assert accession(session, slug, "AAA") is None


def test_facts_without_texts_have_no_words(database: Database) -> None:
    with database.session() as session:
        finding = (MadeFinding("customs_duties", "hard", False),)
        made = provision_agreement(
            World(session), "The text", finding, signed=None, legal_status="draft_text", has_text=False
        )
        session.query(Document).filter_by(agreement_id=made.id).update({"external_id": "inf-ecom-900"})
    [row] = asked(database).rows
    assert row.text.wording is None and row.difference == "new"


def test_a_rule_for_one_sector_is_no_answer_to_one_for_all(database: Database) -> None:
    """AAA is as strictly bound for telecoms only, toward everybody who takes part: the text still reaches further."""
    general = MadeFinding("data_flows", "hard", False, scope="general")
    networks = MadeFinding("data_flows", "hard", False, scope="telecoms")
    with database.session() as session:
        world = World(session)
        made = provision_agreement(
            world, "The text", [general], signed=None, legal_status="draft_text", parties=()
        )
        session.query(Document).filter_by(agreement_id=made.id).update({"external_id": "inf-ecom-900"})
        provision_agreement(
            world,
            "Wires",
            [networks],
            parties=("AAA", "BBB", "CCC"),
            signed=date(2010, 1, 1),
            in_force=date(2011, 1, 1),
        )
    [row] = asked(database).rows
    assert row.now is not None and row.now.scope == "telecoms"
    assert (row.difference, row.agreements, row.beyond) == ("wider", 0, ("BBB", "CCC"))


def test_whether_todays_rule_has_an_exception_may_not_be_known(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        made = (MadeFinding("source_code", "hard", False), MadeFinding("data_flows", "hard", True))
        provision_agreement(world, "The text", made, signed=None, legal_status="draft_text", parties=())
        began = {"signed": date(2010, 1, 1), "in_force": date(2011, 2, 3)}
        unknown = (MadeFinding("source_code", "hard"), MadeFinding("data_flows", "hard"))
        provision_agreement(world, "Binding", unknown, parties=("AAA", "BBB"), **began)
    rows = by_code(asked(database))
    assert rows["source_code"].difference == "not_known"
    assert rows["data_flows"].difference == "nothing", "with an exception it cannot be stricter"
