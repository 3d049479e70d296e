"""The lines of a runbook that an alert prints: found by the kinds of error and the monitor's name, never by words."""

from collections.abc import Sequence

from tracker.crawls import ErrorKind, Monitor
from tracker.nightly.plan import RunbookLine

NO_LINE = "its runbook has no line for this; look at docs/nightly.md"

GENERAL = (
    RunbookLine(
        "code raised",
        "read the traceback in the night's log; the spider, the reader or the store must be mended",
        (ErrorKind.EXCEPTION, Monitor.EXCEPTION),
    ),
    RunbookLine(
        "a visit ended before its time",
        "read the night's log from where the visit began; tracker crawl by hand shows whether it happens again",
        (ErrorKind.ABORTED, Monitor.FAILED),
    ),
    RunbookLine(
        "the site does not answer, or with errors",
        "nothing at first, the next night asks again; if it stays so, open the site in a browser",
        (ErrorKind.SERVER, ErrorKind.TIMEOUT, ErrorKind.NETWORK, ErrorKind.TRUNCATED),
    ),
    RunbookLine(
        "robots.txt forbids an address",
        "read the site's robots.txt; what it forbids is not fetched: ask the publisher, or save the text by hand into"
        " the watch folder",
        (ErrorKind.ROBOTS,),
    ),
    RunbookLine(
        "a link leads to another host",
        "see whether the host is the publisher's, and put it into allowed_hosts of the source's entry",
        (ErrorKind.OFF_SITE,),
    ),
    RunbookLine(
        "a text is in quarantine",
        "compare it with the stored one, then accept or reject it (tracker quarantine)",
        (Monitor.QUARANTINE,),
    ),
    RunbookLine(
        "an article is too costly to search",
        "read it yourself, its provisions are not known here; where the text is broken, correct the file and fetch it"
        " again (tracker status names all such articles)",
        (Monitor.GIVEN_UP,),
    ),
)
"""Lines for every source; a line of the source's own runbook takes precedence."""


def runbook_line(runbook: Sequence[RunbookLine], occasions: Sequence[str]) -> str:
    """The runbook line for the first of `occasions` that has one: the source's own line, else the general one.

    `occasions` are kinds of error and names of monitors, the most specific first.
    """
    for occasion in occasions:
        for lines in (runbook, GENERAL):
            found = [f"when {line.when}: {line.do}" for line in lines if occasion in line.answers_to]
            if found:
                return "; ".join(found)
    return NO_LINE
