"""A small database that has rows in every table, with what the back ends store differently."""

from datetime import UTC, date, datetime, timedelta, timezone

from tests.ingest.test_store import store
from tests.invented import agreement, amended
from tracker.facts.match_job import run_match
from tracker.maintenance.rows import tables
from tracker.models import (
    Agreement,
    AgreementAlias,
    AgreementGroup,
    AgreementLink,
    AgreementRelation,
    Article,
    CrawlJob,
    CrawlRun,
    LineageClause,
    LineagePair,
    NightlyRun,
    Paper,
    PartyEvent,
    PartyGroup,
    QuarantinedText,
    RawFile,
    Source,
)
from tracker.models.database import Database

NOON = datetime(2026, 11, 29, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5)))


def fill(database: Database) -> None:
    """Two agreements, one of them in two versions, matched, and something in all other tables."""
    store(database, agreement("1", "Århus – Ñandú 🌍"))
    store(database, amended(agreement("1", "Århus – Ñandú 🌍"), "2.1", "Fees on lanterns are not levied."))
    store(database, agreement("2", "Freedonia - Sylvania"))
    run_match(database, workers=1)
    with database.session() as session:
        first, second = (row.id for row in session.query(Agreement).order_by(Agreement.id))
        source = session.query(Source).one().id
        articles = [row.id for row in session.query(Article).order_by(Article.id).limit(2)]
        if session.get(PartyGroup, "EU") is None:
            session.add(PartyGroup(code="EU", name="European Union"))
            session.flush()
        clauses = [
            LineageClause(
                article_id=article, provision="x", language="en", spans=[[0, 4]], words=4, method="1"
            )
            for article in articles
        ]
        session.add_all(
            [
                *clauses,
                AgreementAlias(slug="zebra", agreement_id=first),
                AgreementGroup(agreement_id=first, group_code="EU"),
                AgreementLink(
                    agreement_id=first,
                    other_id=second,
                    kind="amends",
                    score=0.1 + 0.2,
                    evidence={"b": [1, None, "é"], "a": {"z": True}},
                    decision="open",
                ),
                AgreementRelation(
                    agreement_id=first,
                    target_id=second,
                    relation="amends",
                    articles=["*"],
                    day=date(2020, 2, 29),
                ),
                CrawlJob(source="tota", ended_at=NOON),
                CrawlRun(source_id=source, started_at=NOON, state="finished", counters={"new": 1}),
                NightlyRun(started_at=NOON, finished_at=NOON.astimezone(UTC), state="finished"),
                PartyEvent(agreement_id=first, source_id=source, iso3="NZL", event="entry", day=None),
                QuarantinedText(
                    source_id=source,
                    external_id="9",
                    sha256="9" * 64,
                    name="nine.xml",
                    reason="shrank",
                    state="quarantined",
                    noticed_at=NOON,
                ),
                RawFile(
                    sha256="1" * 64,
                    source_id=source,
                    name="one\ttab\\n.xml",
                    media_type="text/xml",
                    bytes=7,
                    overrides={},
                    fetched_at=NOON,
                ),
                Paper(
                    source_id=source,
                    symbol="JOB/1",
                    title="A paper",
                    language="en",
                    sha256="2" * 64,
                    fetched_at=NOON,
                    text="Words\nof ours.",
                ),
            ]
        )
        session.flush()
        session.add(LineagePair(first_id=clauses[0].id, second_id=clauses[1].id, common=3))
    with database.one_moment() as connection:
        empty = [table.name for table in tables() if connection.execute(table.select()).first() is None]
    assert empty == [], "every table must have a row"
