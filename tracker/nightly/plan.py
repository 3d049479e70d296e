"""What the nightly job needs to know about each source. It does not import scrapers."""

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
    """One source to visit: the command of its process, and the limits of a normal night from its entry.

    The numbers of documents are per crawl, the numbers of articles per document.
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
