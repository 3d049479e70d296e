"""An agreement that incorporates a text is as complete, and as firmly known, as that text is."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.facts.incorporation import refresh_incorporations
from tracker.models import Agreement, AgreementRelation, Document, Finding
from tracker.models.database import Database
from tracker.queries import (
    agreement_header,
    agreement_list,
    country_coverage,
    country_policies,
    spread_totals,
)
from tracker.queries.core.agreement_index import AgreementFacts, agreement_index

CLAUSE = MadeChapter(
    "14", topic="ecommerce", articles=(MadeArticle("14.3", findings=(MadeFinding("data_localisation"),)),)
)
DAY = date(2012, 3, 4)


def relate(session: Session, one: Agreement, target: Agreement, relation: str, *articles: str) -> None:
    session.add(
        AgreementRelation(
            agreement_id=one.id, target_id=target.id, relation=relation, articles=list(articles)
        )
    )
    session.flush()


def without_text(session: Session, agreement: Agreement) -> None:
    session.delete(session.scalars(select(Document).where(Document.agreement_id == agreement.id)).one())
    session.flush()


def store(session: Session, *articles: str, basis: str = "read", own_text: bool = False) -> World:
    """`new` incorporates `old`, whose text is known on a basis; `newest` incorporates `new`."""
    world = World(session)
    old = world.agreement("old", ("AUS", "CHL"), in_force=DAY, chapters=(CLAUSE,))
    session.scalars(select(Document).where(Document.agreement_id == old.id)).one().basis = basis
    new = world.agreement("new", ("AUS", "KOR"), in_force=DAY)
    newest = world.agreement("newest", ("AUS", "VNM"), in_force=DAY)
    if not own_text:
        without_text(session, new)
    without_text(session, newest)
    relate(session, new, old, "incorporates", *articles or ("*",))
    relate(session, newest, new, "incorporates", "*")
    refresh_incorporations(session)
    return world


def facts(session: Session) -> dict[str, AgreementFacts]:
    return {one.slug: one for one in agreement_index(session)}


@pytest.mark.parametrize(
    ("articles", "taken"),
    [
        (("*",), ("chapters:14-16,20", "annexes:8-B,I", "the letters")),
        (("14.3", "Annex I"), ("chapters:14-16", "annexes:I", "the letters")),
        (("20.*",), ("chapters:20", "the letters")),
        (("13.*",), ("the letters",)),
    ],
)
def test_what_is_missing_of_a_text_is_missing_where_it_is_incorporated(
    database: Database, articles: tuple[str, ...], taken: tuple[str, ...]
) -> None:
    with database.session() as session:
        store(session, *articles)
        old = session.query(Agreement).filter_by(slug="old").one()
        old.missing = ["chapters:14-16,20", "annexes:8-B,I", "the letters"]
        new = session.query(Agreement).filter_by(slug="new").one()
        new.missing = ["annexes:2"]
        session.flush()
        known = facts(session)
        assert known["new"].missing == ("annexes:2", *taken)
        header = agreement_header(session, "new")
        assert header is not None
        assert header.missing == known["new"].missing
        assert known["new"].reading == "partly_read"
        assert set(taken) <= set(known["newest"].missing)


def test_a_missing_annex_that_is_suspended_is_not_missed(database: Database) -> None:
    with database.session() as session:
        store(session)
        old, new = (session.query(Agreement).filter_by(slug=slug).one() for slug in ("old", "new"))
        old.missing = ["annexes:9-L", "chapters:18"]
        relate(session, new, old, "suspends", "Annex 9-L", "18.*")
        known = facts(session)
        assert known["new"].missing == ()
        assert known["new"].reading == "read"
        assert known["old"].reading == "partly_read"
        assert country_coverage(session, "KOR").complete
        assert not country_coverage(session, "CHL").complete


@pytest.mark.parametrize(
    ("basis", "own_text", "reading", "state"),
    [
        ("read", False, "read", "closed"),
        ("coded", False, "coded", "restricted"),
        ("reported", False, "reported", "restricted"),
        ("read", True, "read", "closed"),
        ("coded", True, "read", "restricted"),
        ("reported", True, "partly_read", "restricted"),
    ],
)
def test_what_is_incorporated_is_known_no_firmer_than_its_text(
    database: Database, basis: str, own_text: bool, reading: str, state: str
) -> None:
    """A clause whose exception nobody assessed, coded or reported, does not close where it is incorporated either."""
    with database.session() as session:
        store(session, basis=basis, own_text=own_text)
        if basis == "read":
            session.execute(update(Finding).values(exception=False))
        known = facts(session)
        assert known["new"].reading == reading
        for iso3 in ("CHL", "KOR"):
            row = next(r for r in country_policies(session, iso3) if r.policy == "keep_data_at_home")
            assert row.state == state
        counted = "incorporated" if basis == "read" else basis
        listed = {row.slug: row for row in agreement_list(session)}
        assert listed["new"].bases == ((counted, 1),)
        total = next(row for row in spread_totals(session) if row.provision == "data_localisation")
        # "newest" takes over what "new" takes over, beside a text of its own too.
        assert dict(total.bases)[counted] == 2 + (basis != "read")
        ground = next(ground for ground in row.grounds if ground.agreement.slug == "new")
        assert (ground.basis.kind, ground.basis.origin, ground.basis.firmness) == (
            "incorporated",
            basis,
            counted,
        )
        if not own_text:
            assert known["newest"].reading == reading
            assert country_coverage(session, "VNM").complete == (basis != "reported")
