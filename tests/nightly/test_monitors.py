"""Each monitor speaks when it should and is silent otherwise, and names the runbook's line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.nightly.monitors import Seen, alerts, runbook_line
from tracker.nightly.plan import RunbookLine, SourcePlan, Visit, counters_of

NOW = datetime(2030, 1, 2, tzinfo=UTC)
RUNBOOK = (
    RunbookLine("an agreement is refused", "compare"),
    RunbookLine("a page instead of XML", "open it"),
    RunbookLine("several numbers in a row are missing", "look for the folder"),
)
PLAN = SourcePlan("tota", "ToTA", ("true",), 80, 120, 1, 50, 30, RUNBOOK)
WELL = Seen(
    PLAN,
    Visit("tota", "finished", documents=100),
    Visit("tota", "finished", documents=101),
    articles=(("1", 50), ("2", 1)),
    quarantined=(),
    last_success=NOW,
    now=NOW,
)


def visit(**changes: Any) -> Seen:
    return replace(WELL, visit=replace(WELL.visit, **changes))


def test_a_good_visit_raises_no_alert() -> None:
    assert list(alerts(WELL)) == []


@pytest.mark.parametrize(
    ("seen", "monitor", "words"),
    [
        (visit(state="failed", message="down"), "failed", "the visit failed: down"),
        (visit(state="timed_out", message="too long"), "failed", "the visit timed out: too long"),
        (visit(documents=0), "nothing", "returned nothing"),
        (visit(documents=121), "documents", "121 documents, the entry expects 80 to 120"),
        (replace(WELL, before=replace(WELL.visit, documents=150)), "fewer", "100 documents, 150 last time"),
        (replace(WELL, articles=(("1", 51), ("7", 0))), "articles", "1 has 51, 7 has 0"),
        (visit(misfits=1, message="list empty"), "markup", "markup no longer fits on 1 pages (list empty)"),
        (visit(refused=6, blocked=5), "refusals", "11 of 105 documents refused"),
        (visit(documents=2, refused=2), "refusals", "2 of 2 documents refused"),
        (replace(WELL, quarantined=(("x.pdf", "shrank"),)), "quarantine", "1 quarantined: x.pdf (shrank)"),
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
    assert found[monitor].runbook.startswith("when ")
    assert found[monitor].source == "tota"


def test_some_refusals_are_no_alert() -> None:
    assert "refusals" not in {alert.monitor for alert in alerts(visit(refused=2))}


def test_a_folder_may_be_empty() -> None:
    empty = replace(visit(documents=0), plan=replace(PLAN, min_documents=0))
    assert list(alerts(empty)) == []


def test_the_runbook_line_fits_the_alert() -> None:
    (markup,) = alerts(visit(misfits=1))
    assert markup.runbook == "when a page instead of XML: open it"
    (nothing,) = alerts(visit(documents=0))
    assert nothing.runbook == "when several numbers in a row are missing: look for the folder"
    assert runbook_line(RUNBOOK, ("zebra",)) == "when an agreement is refused: compare"
    assert "docs/nightly.md" in runbook_line((), ("zebra",))


def test_counters_of_older_crawls_are_understood() -> None:
    counted = counters_of({"loaded": 2, "unchanged": 3, "refused": 1, "attached": 4, "pages": 9})
    assert (counted["documents"], counted["new"], counted["unchanged"]) == (10, 6, 3)
    assert counters_of({"documents": 7, "loaded": 2})["documents"] == 7
