"""The record of crawl runs."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select, update

from tracker.crawls import CrawlError, CrawlResult, ErrorKind
from tracker.ingest.tally import Tally
from tracker.models import CrawlRun
from tracker.models.database import Database
from tracker.resolution.agreements import SourceFacts, ensure_source


def start_run(database: Database, facts: SourceFacts) -> int:
    """Record that a crawl of a source begins; its id.

    A run of the same source still marked as running was killed: it is marked interrupted.
    """
    with database.session() as session:
        source = ensure_source(session, facts)
        session.execute(
            update(CrawlRun)
            .where(CrawlRun.source_id == source.id, CrawlRun.state == "running")
            .values(state="interrupted", message="stopped before its end")
        )
        run = CrawlRun(source_id=source.id, started_at=datetime.now(UTC), state="running", counters={})
        session.add(run)
        session.flush()
        return run.id


def with_tally(result: CrawlResult, tally: Tally) -> CrawlResult:
    """A crawl's result with the outcomes of its documents; those that could not be read are errors, too."""
    kinds, listed = tally.kinds, tally.listed
    counted = replace(
        result,
        # A first text of this source for an agreement that another source has counts as a new text.
        new=kinds["loaded"] + kinds["attached"],
        updated=kinds["updated"],
        filled=kinds["filled"],
        unchanged=kinds["unchanged"],
        refused=len(tally.refusals),
        quarantined=kinds["quarantined"],
        papers=kinds["papers"],
        listed_new=listed["new"],
        listed_recognised=listed["recognised"],
        listed_changed=listed["changed"],
    )
    refusals = [CrawlError(ErrorKind.REFUSED, refusal.name, refusal.reason) for refusal in tally.refusals]
    return counted.with_errors(*refusals)


def end_run(database: Database, run_id: int, result: CrawlResult) -> None:
    """Record how a crawl ended, with its result."""
    with database.session() as session:
        run = session.scalars(select(CrawlRun).where(CrawlRun.id == run_id)).one()
        run.state, run.counters, run.message = str(result.state), result.to_json(), result.message
        run.finished_at = datetime.now(UTC)
