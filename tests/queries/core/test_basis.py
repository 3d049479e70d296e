"""The basis of findings: agreement and article of what is incorporated, sources of what is coded, and the counts."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.facts.incorporation import refresh_incorporations
from tracker.models import Agreement, AgreementRelation, Document, Finding, PartyEvent, Source
from tracker.models.database import Database
from tracker.queries import (
    FindingBasis,
    SpreadFilter,
    agreement_header,
    cited_findings,
    search_articles,
    spread_curve,
    spread_matrix,
    spread_totals,
)
from tracker.queries.core.strongest import strongest_findings
from tracker.queries.operations.dump import all_findings, findings_by_basis

HARD = MadeFinding("source_code", "hard", False)
SOFT = MadeFinding("source_code", "soft", False)
SOURCE = "https://example.org/a ; https://example.com/b (page 2)"


def chapter(*articles: tuple[str, MadeFinding]) -> tuple[MadeChapter, ...]:
    made = tuple(MadeArticle(number, "Kites", "Kites fly.", (finding,)) for number, finding in articles)
    return (MadeChapter("5", articles=made),)


def incorporates(session: Session, one: Agreement, target: Agreement) -> None:
    relation = AgreementRelation(
        agreement_id=one.id, target_id=target.id, relation="incorporates", articles=["*"]
    )
    session.add(relation)
    session.flush()


def write(session: Session) -> None:
    """A coded text, one that incorporates it, and one that incorporates that."""
    world = World(session)
    first = world.agreement(
        "First Pact", ["AAA", "BBB"], signed=date(2010, 1, 1), chapters=chapter(("Article 5.2", HARD))
    )
    session.execute(update(Document).where(Document.agreement_id == first.id).values(basis="coded"))
    session.execute(update(Finding).values(reference=SOURCE))
    second = world.agreement("Second Pact", ["AAA", "CCC"], signed=date(2012, 1, 1), current=False)
    second.short_name = "SP"
    third = world.agreement(
        "Third Pact", ["AAA", "DDD"], signed=date(2014, 1, 1), chapters=chapter(("9", SOFT))
    )
    incorporates(session, second, first)
    incorporates(session, third, second)
    refresh_incorporations(session)


def test_agreement_article_origin_and_source_go_with_the_finding(database: Database) -> None:
    """Also along a chain: the text is that of the one it points to, as firm as the one at its end."""
    with database.session() as session:
        write(session)
    third = FindingBasis("incorporated", "SP", "5.2", "coded", SOURCE)
    with database.read() as session:
        ids = dict(session.execute(select(Agreement.slug, Agreement.id)).tuples().all())
        found = {(row.agreement_id, row.article.number): row.basis for row in cited_findings(session)}
        strongest = {row.agreement_id: row.strongest.basis for row in strongest_findings(session)}
        cells = {cell.slug: cell.basis for cell in spread_matrix(session).cells}
        exported = {row[0]: row[-8:-3] for row in all_findings(session)}
    assert found[ids["first-pact"], "Article 5.2"] == FindingBasis("coded", source=SOURCE)
    assert found[ids["second-pact"], "Article 5.2"] == FindingBasis(
        "incorporated", "First Pact", "5.2", "coded", SOURCE
    )
    assert found[ids["third-pact"], "Article 5.2"] == third
    assert found[ids["third-pact"], "9"] == FindingBasis()
    assert (
        strongest[ids["third-pact"]] == cells["third-pact"] == third
    )  # the hard one, though the soft one is read
    assert third.incorporated_text == "SP 5.2"
    assert third.sources == ("https://example.org/a", "https://example.com/b (page 2)")
    assert ("incorporated", "SP", "5.2", "coded", SOURCE) in exported.values()


def test_counts_by_basis_year_by_year_and_today(database: Database) -> None:
    with database.session() as session:
        write(session)
    with database.read() as session:
        total = next(row for row in spread_totals(session) if row.provision == "source_code")
        curve = spread_curve(session, "source_code", SpreadFilter())
        assert findings_by_basis(session) == (("read", 1), ("incorporated", 2), ("coded", 1))
    # What is taken over from a coded text is no firmer than that text.
    assert total.bases == (("coded", 3),)
    assert total.countries_hard == 4
    points = {(point.year, point.unit): point for point in curve if point.strength == "hard" and point.new}
    assert points[2010, "countries"].bases == (("coded", 2),)
    assert points[2012, "agreements"].new_bases == (("coded", 1),)
    assert points[2014, "agreements"].bases == (("coded", 3),)
    assert points[2014, "countries"].bases == total.country_bases == (("coded", 4),)
    for point in curve:
        assert sum(number for _, number in point.bases) == point.total
        assert sum(number for _, number in point.new_bases) == point.new


def test_a_hit_in_a_text_that_is_taken_over_says_so(database: Database) -> None:
    with database.session() as session:
        world = World(session)
        old = world.agreement("Old Pact", chapters=chapter(("7.1", HARD)))
        new = world.agreement("New Pact", signed=date(2018, 3, 8), current=False)
        incorporates(session, new, old)
        refresh_incorporations(session)
    with database.read() as session:
        hits = {hit.slug: hit.basis for hit in search_articles(session, "kites").hits}
    assert hits["old-pact"].is_read
    assert hits["new-pact"].incorporated_text == "Old Pact 7.1"


def test_who_left_is_asked_of_the_life(database: Database) -> None:
    """One whose exit is known has left, though its source still lists it; not before that day, and nobody has left an
    agreement that ended for all."""
    with database.session() as session:
        world = World(session)
        source = Source(key="registry", title="Registry")
        session.add(source)
        made = [
            world.agreement(
                f"Pact {day.year}", ["AAA", "BBB"], signed=date(2010, 1, 1), in_force=date(2011, 1, 1)
            )
            for day in (date(2019, 5, 5), date(2999, 5, 5))
        ]
        world.agreement("Gone", ["AAA", "BBB"], in_force=date(2011, 1, 1), inactive=date(2015, 1, 1))
        session.flush()
        for one, day in zip(made, (date(2019, 5, 5), date(2999, 5, 5)), strict=True):
            session.add(
                PartyEvent(agreement_id=one.id, source_id=source.id, iso3="BBB", event="exit", day=day)
            )
    with database.read() as session:
        left = {
            slug: [member.iso3 for member in header.left]
            for slug in ("pact-2019", "pact-2999", "gone")
            if (header := agreement_header(session, slug)) is not None
        }
    assert left == {"pact-2019": ["BBB"], "pact-2999": [], "gone": []}
