"""An article that takes too much processor time or memory is given up: recorded, and never one without clauses."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tests.ingest.test_store import store
from tests.invented import DUTIES, agreement, article
from tracker.facts import contexts, match_job
from tracker.facts import match_batch as module
from tracker.facts.costs import TooCostly, within
from tracker.facts.given_up import given_up_articles
from tracker.facts.match_job import run_match
from tracker.facts.snapshot_writing import collect
from tracker.matching import match_article
from tracker.matching.types import ArticleInput
from tracker.models import Article, ArticleMatch, Finding
from tracker.models.database import Database, open_database
from tracker.models.findings import TOO_COSTLY
from tracker.queries.core.agreement_index import agreement_index
from tracker.texts.types import ChapterText

LONG = (
    "Each Party shall within a year, also between Parties:"
    + "\n(a) protect the personal information of users of electronic commerce;" * 8_000
)
"""Half a megabyte of items, which takes seven seconds; its words are asked what they say of other articles."""

LIMIT = 1.0
"""Seconds of processor time in these tests instead of ten: a seventh of what LONG takes, and fourteen times what the
first ordinary article takes on a busy machine, with patterns that are compiled meanwhile (0.07 s)."""


OTHERS = tuple(article(f"1.{number}", "Duties", DUTIES) for number in (1, 3))


def with_long_article(database: Database) -> None:
    first, last = OTHERS
    articles = (first, article("1.2", "Privacy", DUTIES), last)
    chapter = ChapterText("CHAPTER 1", "Electronic Commerce", articles)
    store(database, replace(agreement(), chapters=(chapter,)))
    # A text with such an article would be put into quarantine; one that a person accepted is matched.
    with database.session() as session:
        session.execute(update(Article).where(Article.number == "ARTICLE 1.2").values(text=LONG))


def what_is_known(database: Database) -> tuple[dict[str, str | None], set[str]]:
    """By article the remark of its matching; the articles with findings."""
    with database.read() as session:
        remarks = session.execute(select(Article.number, ArticleMatch.remark).join(ArticleMatch))
        found = session.scalars(select(Article.number).join(Finding))
        return {number: remark for number, remark in remarks if number}, {number or "" for number in found}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """LIMIT for an article; patterns are compiled before."""
    module.shared_matcher().preload("en")
    monkeypatch.setattr(module, "SECONDS", LIMIT)


@pytest.mark.usefixtures("impatient")
def test_it_is_recorded_and_the_others_are_matched(database: Database) -> None:
    with_long_article(database)
    result = run_match(database, workers=1)
    assert (result.matched, result.given_up) == (3, 1)
    assert "NOT read by our rules: 1 article, too costly" in result.line()
    remarks, found = what_is_known(database)
    assert remarks == {"ARTICLE 1.1": None, "ARTICLE 1.2": TOO_COSTLY, "ARTICLE 1.3": None}
    assert found == {"ARTICLE 1.1", "ARTICLE 1.3"}
    assert run_match(database, workers=1).matched == 0, "it is not tried again by the same rules"


@pytest.mark.usefixtures("impatient")
def test_its_agreement_is_read_in_part(database: Database) -> None:
    with_long_article(database)
    run_match(database, workers=1)
    with database.read() as session:
        (one,) = given_up_articles(session)
        (facts,) = agreement_index(session)
        written = collect(session)
    assert (one.slug, one.number) == (facts.slug, "ARTICLE 1.2")
    assert (facts.reading, facts.missing) == ("partly_read", ("given_up:1.2",))
    assert not facts.fully_known
    (entry,) = written["agreements"]
    assert entry["missing"] == ["given_up:1.2"]


def test_an_agreement_of_which_nothing_was_given_up_is_read(database: Database) -> None:
    store(database, agreement())
    run_match(database, workers=1)
    with database.read() as session:
        assert given_up_articles(session) == ()
        (facts,) = agreement_index(session)
    assert (facts.reading, facts.missing) == ("read", ())


def test_without_memory_it_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(given: object, matcher: object) -> object:
        if given.text == LONG:  # type: ignore[attr-defined]
            raise MemoryError
        return match_article(given, matcher)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "match_article", greedy)
    with_long_article(database)
    assert run_match(database, workers=1).given_up == 1
    assert what_is_known(database)[0]["ARTICLE 1.2"] == TOO_COSTLY


def test_worker_processes_give_up_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_job, "PARALLEL_FROM_ARTICLES", 1)
    monkeypatch.setattr(match_job, "match_batch", impatient_batch)
    with_long_article(database)
    assert run_match(database, workers=2).given_up == 1
    assert what_is_known(database)[1] == {"ARTICLE 1.1", "ARTICLE 1.3"}


def impatient_batch(batch: module.Batch) -> module.Results:
    module.shared_matcher().preload("en")
    module.SECONDS = LIMIT
    return module.match_batch(batch)


@pytest.mark.usefixtures("impatient")
def test_in_a_thread_without_a_timer_a_child_process_gives_up(sqlite_url: str) -> None:
    """As in a worker of a Dask cluster."""
    database = open_database(sqlite_url)
    with_long_article(database)
    with database.read() as session:
        ids = list(session.scalars(select(Article.id).order_by(Article.id)))
    (batch,) = match_job.article_batches(database, ids)
    with ThreadPoolExecutor(1) as threads:
        results = threads.submit(module.match_batch, batch).result()
    assert [article_id for article_id, _ in results] == ids
    assert [found is None for _, found in results] == [False, True, False]
    assert results[0] == module.match_here(batch[:1], LIMIT)[0]
    database.close()


def test_an_article_that_ends_the_child_is_given_up_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "match_here", ended_by_privacy)
    batch: module.Batch = [
        (number, article_input(words)) for number, words in enumerate(("duties", "privacy", "spam"))
    ]
    with ThreadPoolExecutor(1) as threads:
        results = threads.submit(module.match_batch, batch).result()
    assert results == [(0, []), (1, None), (2, [])]


def ended_by_privacy(batch: module.Batch, _seconds: float) -> module.Results:
    if any(one is not None and "privacy" in one.text for _, one in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return [(article_id, []) for article_id, _ in batch]


def article_input(words: str) -> ArticleInput:
    return ArticleInput(text=words, language="en", chapter="", number="1", heading="", agreement="Boats")


@pytest.mark.parametrize("slow", ["says_delay", "says_between"])
def test_what_others_say_of_articles_has_the_same_limit(
    database: Database, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    def endless(text: str, _language: object) -> bool:
        while text == LONG:
            pass
        return False

    monkeypatch.setattr(contexts, slow, endless)
    monkeypatch.setattr(contexts, "SECONDS", 0.2)
    with_long_article(database)
    result = run_match(database, workers=1)
    assert (result.matched, result.given_up) == (3, 1)
    remarks, found = what_is_known(database)
    assert remarks == {"ARTICLE 1.1": None, "ARTICLE 1.2": TOO_COSTLY, "ARTICLE 1.3": None}
    assert found == {"ARTICLE 1.1", "ARTICLE 1.3"}


def test_what_a_text_says_altogether_has_a_limit_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_given: object) -> object:
        while True:
            pass

    monkeypatch.setattr(contexts, "says_delay", lambda text, _language: text == LONG)
    monkeypatch.setattr(contexts, "delays", endless)
    monkeypatch.setattr(contexts, "SECONDS", 0.2)
    with_long_article(database)
    assert run_match(database, workers=1).given_up == 1
    assert what_is_known(database)[0]["ARTICLE 1.2"] == TOO_COSTLY


def test_work_within_its_time_is_not_disturbed() -> None:
    assert within(5, lambda: sum(range(100_000))) == 4999950000
    with pytest.raises(TooCostly):
        within(0.05, lambda: sum(1 for _ in iter(int, 1)))
    assert sum(1 for _ in range(2_000_000)) == 2_000_000, "the timer is stopped"
