"""The match job: only what needs it, the same on one core and on many, never half an article."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from tests.ingest.test_store import store
from tests.invented import DUTIES, agreement, amended, article
from tracker.facts import match_job
from tracker.facts.match_job import run_match
from tracker.facts.pending import pending_count
from tracker.facts.versions import MatchVersions, current_versions
from tracker.models import Article, ArticleMatch, Document, Finding
from tracker.models.database import Database
from tracker.texts.types import AgreementText, ChapterText


def found(database: Database) -> list[tuple[object, ...]]:
    query = (
        select(Article.number, Finding.provision, Finding.strength, Finding.exception, Finding.score)
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Document.current)
        .order_by(Article.id, Finding.provision)
    )
    with database.read() as session:
        return [tuple(row) for row in session.execute(query)]


def test_findings_carry_strength_exception_and_spans_on_the_article(database: Database) -> None:
    store(database, agreement())
    result = run_match(database)
    assert (result.matched, result.unchanged) == (4, 0)
    by_code = {(row[0], row[1]): row[2:4] for row in found(database)}
    assert by_code["ARTICLE 2.1", "customs_duties"] == ("hard", False)
    assert by_code["ARTICLE 2.2", "data_flows"] == ("hard", True)
    assert by_code["ARTICLE 2.3", "unsolicited_messages"] == ("soft", None)
    assert not [key for key in by_code if key[0] == "ARTICLE 1.1"]
    with database.read() as session:
        rows = session.execute(select(Finding, Article.text).join(Article, Article.id == Finding.article_id))
        for finding, text in rows:
            assert finding.spans
            assert all(0 <= start < end <= len(text) for start, end in finding.spans)
            assert finding.template_version == current_versions().template
            assert finding.matcher_version == current_versions().matcher


def test_nothing_is_matched_twice(database: Database) -> None:
    store(database, agreement())
    run_match(database)
    result = run_match(database)
    assert (result.matched, result.findings, result.unchanged) == (0, 0, 4)


def test_only_the_changed_article_is_matched_again(database: Database) -> None:
    store(database, agreement())
    run_match(database)
    store(database, amended(agreement(), "2.1", "The Parties like music."))
    with database.read() as session:
        assert pending_count(session) == 1
    assert run_match(database).matched == 1
    assert ("ARTICLE 2.1", "customs_duties") not in {row[:2] for row in found(database)}


def test_another_template_matches_everything_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, agreement())
    run_match(database)
    before = found(database)
    monkeypatch.setattr(match_job, "current_versions", lambda: MatchVersions("another", "matcher"))
    assert run_match(database).matched == 4
    assert found(database) == before
    with database.read() as session:
        assert session.scalars(select(Finding.template_version).distinct()).all() == ["another"]


def test_a_stopped_run_goes_on_where_it_ended(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_job, "BATCH_ARTICLES", 1)
    store(database, agreement())
    done = []

    def stop_after_two(count: int) -> None:
        done.append(count)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_match(database, on_progress=stop_after_two)
    assert run_match(database).matched == 2
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ArticleMatch)) == 4
    once = found(database)
    with database.session() as session:
        session.execute(delete(ArticleMatch))
    run_match(database)
    assert found(database) == once


def test_many_cores_find_what_one_finds(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = agreement().chapters[1]
    many = tuple(article(f"3.{number}", "Data", chapter.articles[1].text) for number in range(60))
    content = (*agreement().chapters, ChapterText("CHAPTER 3", "Electronic Commerce", many))
    store(database, replace(agreement(), chapters=content))
    run_match(database, workers=1)
    alone = found(database)
    with database.session() as session:
        session.execute(delete(ArticleMatch))
    monkeypatch.setattr(match_job, "PARALLEL_FROM_ARTICLES", 1)
    monkeypatch.setattr(match_job, "BATCH_ARTICLES", 10)
    assert run_match(database, workers=2).matched == 64
    assert found(database) == alone


def test_an_article_that_went_while_it_was_matched_is_passed_over(database: Database) -> None:
    store(database, agreement())
    with database.read() as session:
        (batch,) = match_job.article_batches(database, list(session.scalars(select(Article.id))))
    results = match_job.match_batch(batch)
    with database.session() as session:
        session.execute(delete(Article).where(Article.number == "ARTICLE 2.1"))
    with database.session() as session:
        match_job._store(session, results, current_versions())
    assert {row[0] for row in found(database)} == {"ARTICLE 2.2", "ARTICLE 2.3"}


def test_who_has_time_by_another_article_is_noted_on_the_rule(database: Database) -> None:
    late = (
        "Peru shall not be subject to dispute settlement regarding its obligations under Article 2.2 (Duties) for a "
        "period of two years after the date of entry into force of this Agreement."
    )
    chapter = ChapterText(
        "CHAPTER 2",
        "Electronic Commerce",
        (article("2.2", "Customs Duties", DUTIES), article("2.9", "Dispute Settlement", late)),
        "c2",
    )
    parties = ("NZL", "PER", "VNM")
    store(database, agreement(content=(chapter,), parties=parties, original_parties=parties))
    run_match(database)
    with database.read() as session:
        rows = session.execute(
            select(Finding.notes, Finding.bound).where(Finding.provision == "customs_duties")
        )
        [(notes, bound)] = rows.tuples().all()
    assert {"transition", "transition:PER"} <= set(notes)
    assert bound == [], "who has time is bound all the same"


def test_a_chapter_between_some_parties_binds_them_alone(database: Database) -> None:
    limited = ChapterText(
        "CHAPTER 2",
        "Electronic Commerce",
        (
            article("2.1", "Scope", "This Chapter shall apply only between New Zealand and Viet Nam."),
            article("2.2", "Customs Duties", DUTIES),
        ),
        "c2",
    )
    own = ChapterText(
        "CHAPTER 3",
        "Electronic Commerce of Viet Nam",
        (
            article(
                "3.1",
                "Customs Duties",
                DUTIES.replace("Neither Party", "Viet Nam").replace("impose", "not impose"),
            ),
        ),
        "c3",
    )
    parties = ("NZL", "PER", "VNM")
    store(database, agreement(content=(limited, own), parties=parties, original_parties=parties))
    run_match(database)
    with database.read() as session:
        rows = session.execute(
            select(Article.number, Finding.bound)
            .join(Article, Article.id == Finding.article_id)
            .where(Finding.provision == "customs_duties")
        )
        assert {row.number: row.bound for row in rows} == {
            "ARTICLE 2.2": ["NZL", "VNM"],
            "ARTICLE 3.1": ["VNM"],
        }


def bound_by_duties(database: Database) -> dict[str | None, list[str]]:
    query = (
        select(Article.number, Finding.bound)
        .join(Article, Article.id == Finding.article_id)
        .join(Document, Document.id == Article.document_id)
        .where(Finding.provision == "customs_duties", Document.current)
    )
    with database.read() as session:
        return {row.number: row.bound for row in session.execute(query)}


def between(sentence: str, **facts: object) -> AgreementText:
    """A chapter with a sentence on its reach and a duty."""
    articles = (article("2.1", "Scope", sentence), article("2.2", "Customs Duties", DUTIES))
    chapter = ChapterText("CHAPTER 2", "Electronic Commerce", articles, "c2")
    parties = ("NZL", "PER", "VNM")
    return agreement(content=(chapter,), **{"parties": parties, "original_parties": parties, **facts})


def test_other_parties_are_matched_anew(database: Database) -> None:
    """The names that count are those of the parties: Peru, which is none, is not bound."""
    only = "This Chapter shall apply only between New Zealand and Peru."
    two = ("NZL", "VNM")
    store(database, between(only, parties=two, original_parties=two))
    run_match(database)
    assert bound_by_duties(database) == {"ARTICLE 2.2": ["NZL"]}
    store(database, between(only))
    with database.read() as session:
        assert pending_count(session) == 2
    run_match(database)
    assert bound_by_duties(database) == {"ARTICLE 2.2": ["NZL", "PER"]}
    store(database, between(only))
    assert run_match(database).matched == 0


def test_another_sentence_on_the_reach_of_a_chapter_is_read_for_its_other_articles(
    database: Database,
) -> None:
    store(database, between("This Chapter shall apply only between New Zealand and Peru."))
    run_match(database)
    assert bound_by_duties(database) == {"ARTICLE 2.2": ["NZL", "PER"]}
    store(database, between("This Chapter shall apply between all Parties."))
    run_match(database)
    assert bound_by_duties(database) == {"ARTICLE 2.2": []}


def test_an_agreement_of_another_name_is_matched_anew(database: Database) -> None:
    store(database, agreement())
    run_match(database)
    store(database, agreement(name="Arcadia - Ruritania Digital Economy Agreement"))
    with database.read() as session:
        assert pending_count(session) == 4
