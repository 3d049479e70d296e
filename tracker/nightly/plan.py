"""What the nightly job is told about each source. No scrapers in here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunbookLine:
    """What to do when something is noticed, from the source's entry.

    `answers_to` are values of `tracker.crawls.ErrorKind` and `tracker.crawls.Monitor`.
    """

    when: str
    do: str
    answers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One source to visit: the command of its process, and what its entry says a normal night brings.

    The numbers of documents hold for a crawl, the numbers of articles for each document.
    """

    key: str
    title: str
    command: tuple[str, ...]
    min_documents: int
    max_documents: int
    min_articles: int
    max_articles: int
    crawl_every_days: int
    runbook: tuple[RunbookLine, ...] = ()
