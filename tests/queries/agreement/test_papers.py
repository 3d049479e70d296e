"""Questions about papers: newest first, by series, kind, member; the papers of an agreement with their corrections."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.factory import World
from tracker.models import Agreement, Paper, Source
from tracker.models.database import Database
from tracker.queries import PaperRow, paper_text, papers, papers_of
from tracker.texts.symbols import base_of

DAY = datetime(2025, 4, 1, 3, 30, tzinfo=UTC)


def fill(database: Database) -> str:
    """Two revisions of one agreement, what corrects them, a neighbour, and a statement; the agreement's slug."""
    with database.session() as session:
        World(session).agreement("Lanterns")
        agreement = session.scalars(select(Agreement)).one()
        source = Source(key="wto_ecom", title="WTO")
        session.add(source)
        session.flush()
        for position, (symbol, issued, members, own) in enumerate(
            (
                ("INF/ECOM/9", date(2024, 12, 1), ["CHL"], True),
                ("INF/ECOM/9/Rev.1", date(2025, 2, 1), ["CHL", "EU"], True),
                ("INF/ECOM/9/Rev.1/Corr.1", date(2025, 2, 9), [], False),
                ("INF/ECOM/90", date(2025, 3, 1), ["CHN"], False),
                ("WT/GC/W/7", None, ["CHN"], False),
            )
        ):
            session.add(
                Paper(
                    source_id=source.id,
                    symbol=symbol,
                    base=base_of(symbol),
                    title=f"Paper {position}",
                    issued=issued,
                    members=members,
                    language="en",
                    sha256=f"{position:064}",
                    fetched_at=DAY,
                    text="words " * position,
                    agreement_id=agreement.id if own else None,
                )
            )
        return agreement.slug


def symbols(rows: list[PaperRow]) -> list[str]:
    return [row.symbol for row in rows]


def test_papers_come_newest_first_with_all_that_is_known(database: Database) -> None:
    slug = fill(database)
    with database.read() as session:
        rows = papers(session)
        assert paper_text(session, rows[1].id) == "words words "
        assert paper_text(session, 999) is None
    assert symbols(rows) == [
        "INF/ECOM/90",
        "INF/ECOM/9/Rev.1/Corr.1",
        "INF/ECOM/9/Rev.1",
        "INF/ECOM/9",
        "WT/GC/W/7",
    ]
    revision = rows[2]
    assert (revision.kind, revision.base, revision.slug, revision.agreement) == (
        "revision",
        "INF/ECOM/9",
        slug,
        "Lanterns",
    )
    assert (revision.members, revision.characters, revision.fetched_at) == (("CHL", "EU"), 6, DAY)
    assert rows[4].slug is None and rows[4].issued is None


def test_papers_can_be_chosen(database: Database) -> None:
    fill(database)
    with database.read() as session:
        assert symbols(papers(session, series="INF/ECOM/90")) == ["INF/ECOM/90"]
        assert symbols(papers(session, kinds=["corrigendum"])) == ["INF/ECOM/9/Rev.1/Corr.1"]
        assert symbols(papers(session, member="CHN")) == ["INF/ECOM/90", "WT/GC/W/7"]
        assert symbols(papers(session, since=date(2025, 2, 9), limit=1)) == ["INF/ECOM/90"]
        assert symbols(papers(session, with_agreement=True)) == ["INF/ECOM/9/Rev.1", "INF/ECOM/9"]
        assert len(papers(session, with_agreement=False)) == 3


def test_an_agreement_has_its_texts_and_what_corrects_them(database: Database) -> None:
    slug = fill(database)
    with database.read() as session:
        assert symbols(papers_of(session, slug)) == [
            "INF/ECOM/9/Rev.1/Corr.1",
            "INF/ECOM/9/Rev.1",
            "INF/ECOM/9",
        ]
        assert papers_of(session, "atlantis") == []
