"""The one record of a crawl: stored and read again, also as older versions stored it."""

import json
from dataclasses import fields, replace

import pytest

from tests.conftest import PROJECT
from tracker.crawls import CrawlError, CrawlResult, CrawlState, ErrorKind, Monitor, answers_to
from tracker.crawls.result import KEPT_ERRORS

ODD = CrawlError(ErrorKind.MARKUP, "http://127.0.0.1/list", "no table of results")
RAISED = CrawlError.of_exception("http://127.0.0.1/card", ValueError("two\nlines"))
SLOW = CrawlError(ErrorKind.TIMEOUT, "http://127.0.0.1/slow", "no answer")


def filled() -> CrawlResult:
    """A result none of whose values is the default's."""
    numbers = {
        one.name: number
        for number, one in enumerate(fields(CrawlResult), 1)
        if one.type in {"int", int} or one.name == "seconds"
    }
    return CrawlResult("tota", CrawlState.FAILED, **numbers).with_errors(ODD, SLOW, SLOW, RAISED)


def test_a_result_is_stored_and_read_again() -> None:
    result = filled()
    stored = json.loads(json.dumps(result.to_json()))
    again = CrawlResult.from_json("tota", stored)
    assert again == replace(result, errors=(RAISED, ODD, SLOW, SLOW)), "the gravest error is stored first"
    assert again.to_json() == stored


def test_the_row_s_own_state_and_message_win() -> None:
    stored = filled().to_json()
    again = CrawlResult.from_json("tota", stored, state="interrupted", message="stopped before its end")
    assert (again.state, again.message) == (CrawlState.INTERRUPTED, "stopped before its end")


def test_the_message_is_the_gravest_error_and_kinds_are_counted() -> None:
    result = filled()
    assert result.message == "http://127.0.0.1/card: ValueError: two lines"
    assert dict(result.error_kinds) == {"timeout": 2, "markup": 1, "exception": 1}
    assert result.error_count == 4 and result.fails
    assert result.kinds_in_brackets() == " (2 timeout, 1 markup, 1 exception)"
    assert not CrawlResult("tota").with_errors(ODD).fails


def test_errors_stored_are_bounded_and_counted_all_the_same() -> None:
    many = CrawlResult("tota").with_errors(*[SLOW] * (KEPT_ERRORS + 5), RAISED)
    again = CrawlResult.from_json("tota", many.to_json())
    assert len(again.errors) == KEPT_ERRORS and again.errors[0] == RAISED
    assert again.error_count == KEPT_ERRORS + 6


def test_counters_that_older_crawls_stored_are_read() -> None:
    """As `tracker crawl` wrote them before kinds of error were values."""
    counters = {
        "pages": 9,
        "bytes": 1000,
        "not_modified": 4,
        "errors": 5,
        "refused": 1,
        "documents": 8,
        "listed": 30,
        "listed_new": 2,
        "listed_recognised": 3,
        "listed_changed": 1,
        "blocked": 2,
        "misfits": 1,
        "loaded": 2,
        "attached": 1,
        "updated": 1,
        "filled": 1,
        "unchanged": 2,
        "held": 1,
        "papers": 1,
    }
    read = CrawlResult.from_json("wto_rta", counters, state="finished", message="no table")
    assert read == CrawlResult(
        "wto_rta",
        CrawlState.FINISHED,
        documents=8,
        not_modified=4,
        new=3,
        updated=1,
        filled=1,
        unchanged=2,
        refused=1,
        rejected=2,
        quarantined=1,
        papers=1,
        listed=30,
        listed_new=2,
        listed_recognised=3,
        listed_changed=1,
        pages=9,
        bytes=1000,
        message="no table",
        error_kinds={ErrorKind.MARKUP: 1, ErrorKind.OTHER: 4},
    )


def test_the_oldest_counters_do_not_say_how_many_documents_there_were() -> None:
    read = CrawlResult.from_json(
        "tota", {"loaded": 2, "unchanged": 3, "refused": 1, "attached": 4, "pages": 9}
    )
    assert (read.documents, read.new, read.unchanged) == (10, 6, 3)
    assert CrawlResult.from_json("tota", {"documents": 7, "loaded": 2}).documents == 7
    assert CrawlResult.from_json("tota", {}, state="running").state is CrawlState.RUNNING


def test_visits_that_older_nights_stored_are_read() -> None:
    visit = {
        "state": "timed_out",
        "documents": 3,
        "new": 1,
        "held": 2,
        "errors": 1,
        "seconds": 4.5,
        "message": "late",
    }
    read = CrawlResult.from_json("tota", visit)
    assert (read.state, read.documents, read.new, read.quarantined) == (CrawlState.TIMED_OUT, 3, 1, 2)
    assert (read.seconds, read.message, read.error_count) == (4.5, "late", 1)


def test_a_kind_of_a_newer_version_is_not_known() -> None:
    stored = {"format": 3, "state": "finished", "error_kinds": {"moon": 2}, "errors": [], "colour": "blue"}
    assert CrawlResult.from_json("tota", stored).error_kinds == {ErrorKind.OTHER: 2}


@pytest.mark.parametrize("value", [*ErrorKind, *Monitor])
def test_runbooks_answer_to_kinds_and_monitors(value: str) -> None:
    assert answers_to(str(value)) == value


def test_runbooks_answer_to_nothing_else() -> None:
    with pytest.raises(
        ValueError, match=r"'instead' is neither a kind of error \(exception, .*\) nor a monitor"
    ):
        answers_to("instead")


def test_every_kind_and_every_monitor_is_in_the_docs() -> None:
    docs = (PROJECT / "docs" / "nightly.md").read_text(encoding="utf-8")
    kinds = docs.partition("## Which kinds of error are there?")[2].partition("\n## ")[0]
    monitors = docs.partition("## Which alerts are there?")[2].partition("\n## ")[0]
    assert [kind for kind in ErrorKind if f"`{kind}`" not in kinds] == []
    assert [name for name in Monitor if f"`{name}`" not in monitors] == []


def test_the_line_says_which_kinds() -> None:
    line = filled().line()
    assert line.startswith("tota: failed after ")
    assert "4 errors (2 timeout, 1 markup, 1 exception)" in line
    assert line.endswith("(http://127.0.0.1/card: ValueError: two lines)")
