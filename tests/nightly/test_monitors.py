"""Each monitor raises an alert when it should, and only then, and names the runbook's line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind, Monitor
from tracker.nightly.monitors import MONITORS, Seen, alerts
from tracker.nightly.plan import RunbookLine, SourcePlan
from tracker.nightly.runbook import NO_LINE, runbook_line

NOW = datetime(2030, 1, 2, tzinfo=UTC)
RUNBOOK = (
    RunbookLine("an agreement is refused", "compare", ("refused", "articles", "quarantine")),
    RunbookLine("a page instead of XML", "open it", ("markup", "format", "refusals")),
    RunbookLine(
        "several numbers in a row are missing", "look for the folder", ("not_found", "nothing", "fewer")
    ),
)
PLAN = SourcePlan("tota", "ToTA", ("true",), 80, 120, 1, 50, 30, RUNBOOK)
WELL = Seen(
    PLAN,
    CrawlResult("tota", CrawlState.FINISHED, documents=100),
    CrawlResult("tota", CrawlState.FINISHED, documents=101),
    articles=(("1", 50), ("2", 1)),
    quarantined=(),
    last_success=NOW,
    now=NOW,
)


def visit(*errors: CrawlError, **changes: Any) -> Seen:
    return replace(WELL, visit=replace(WELL.visit.with_errors(*errors), **changes))


def error(kind: ErrorKind, reason: str = "odd") -> CrawlError:
    return CrawlError(kind, "http://127.0.0.1/pta_2.xml", reason)


def test_a_good_visit_raises_no_alert() -> None:
    assert list(alerts(WELL)) == []


@pytest.mark.parametrize(
    ("seen", "monitor", "words"),
    [
        (visit(state=CrawlState.FAILED, message="down"), "failed", "the visit failed: down"),
        (visit(state=CrawlState.TIMED_OUT, message="too long"), "failed", "the visit timed out: too long"),
        (
            visit(error(ErrorKind.EXCEPTION, "ValueError: odd page")),
            "exception",
            "code raised once: http://127.0.0.1/pta_2.xml: ValueError: odd page",
        ),
        (visit(*[error(ErrorKind.EXCEPTION)] * 5), "exception", "code raised 5 times: "),
        (visit(documents=0), "nothing", "returned nothing"),
        (visit(documents=121), "documents", "121 documents, the entry expects 80 to 120"),
        (replace(WELL, before=replace(WELL.visit, documents=150)), "fewer", "100 documents, 150 last time"),
        (replace(WELL, articles=(("1", 51), ("7", 0))), "articles", "1 has 51, 7 has 0"),
        (
            visit(error(ErrorKind.MARKUP, "list empty")),
            "markup",
            "markup no longer fits on 1 page (http://127.0.0.1/pta_2.xml: list empty)",
        ),
        (visit(refused=6, rejected=5), "refusals", "11 of 105 documents refused"),
        (visit(documents=2, refused=2), "refusals", "2 of 2 documents refused"),
        (
            replace(WELL, quarantined=(("x.pdf", "shrank"),)),
            "quarantine",
            "1 quarantined: x.pdf (shrank)",
        ),
        (
            replace(WELL, last_success=NOW - timedelta(days=31)),
            "overdue",
            "31 days ago, the entry says every 30",
        ),
    ],
)
def test_what_looks_wrong_raises_an_alert(seen: Seen, monitor: str, words: str) -> None:
    found = {alert.monitor: alert for alert in alerts(seen)}
    assert words in found[monitor].message
    assert found[Monitor(monitor)].runbook.startswith("when ") or monitor in {
        "failed",
        "documents",
        "overdue",
    }
    assert found[Monitor(monitor)].source == "tota"


def test_every_monitor_is_asked() -> None:
    # Articles given up belong to no visit: `given_up_alerts` asks for them.
    assert [*(name for name, _monitor, _kinds in MONITORS), Monitor.GIVEN_UP] == list(Monitor)


def test_an_error_whose_words_speak_of_markup_is_no_markup_error() -> None:
    seen = visit(error(ErrorKind.SERVER, "status 503 for /markup/page.html, instead of what changed"))
    assert list(alerts(seen)) == []


def test_some_refusals_are_no_alert() -> None:
    assert "refusals" not in {alert.monitor for alert in alerts(visit(refused=2))}


def test_a_folder_may_be_empty() -> None:
    empty = replace(visit(documents=0), plan=replace(PLAN, min_documents=0))
    assert list(alerts(empty)) == []


def test_the_runbook_line_answers_to_the_kind_of_error_then_to_the_monitor() -> None:
    (markup,) = alerts(visit(error(ErrorKind.MARKUP)))
    assert markup.runbook == "when a page instead of XML: open it"
    (nothing,) = alerts(visit(documents=0))
    assert nothing.runbook == "when several numbers in a row are missing: look for the folder"
    failed, nothing = alerts(visit(error(ErrorKind.FORMAT), documents=0, state=CrawlState.FAILED))
    assert failed.runbook == nothing.runbook == "when a page instead of XML: open it", "why is known"
    many = [error(ErrorKind.MARKUP)] * 3
    raised, *_rest = alerts(visit(*many, error(ErrorKind.EXCEPTION), state=CrawlState.FAILED))
    assert raised.runbook.startswith("when code raised: "), "an exception comes before anything more frequent"


def test_the_sources_own_line_comes_before_the_general_one() -> None:
    own = RunbookLine("the site sleeps at night", "wait for the morning", ("timeout",))
    assert runbook_line((own,), ("timeout",)) == "when the site sleeps at night: wait for the morning"
    assert runbook_line(RUNBOOK, ("timeout",)).startswith("when the site does not answer")


def test_a_runbook_that_has_no_line_says_so() -> None:
    assert runbook_line(RUNBOOK, ("documents",)) == NO_LINE
    assert runbook_line((), ()) == NO_LINE
    assert "docs/nightly.md" in NO_LINE
