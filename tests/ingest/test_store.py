"""Storing agreements: new, unchanged, changed, and known from the snapshot."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.invented import DUTIES, FLOWS, agreement, amended, chapters
from tracker.facts.match_job import run_match
from tracker.ingest.store import Outcome, store_agreement
from tracker.models import (
    Agreement,
    AgreementGroup,
    AgreementParty,
    Article,
    ArticleMatch,
    Base,
    Document,
    Finding,
)
from tracker.models.database import Database
from tracker.queries import agreement_header
from tracker.queries.core.agreement_index import agreement_index
from tracker.registry import registry
from tracker.resolution.agreements import SourceFacts, slugify
from tracker.texts import read_bytes
from tracker.texts.types import AgreementText

TOTA = SourceFacts("tota", "Texts of Trade Agreements", "https://example.org", "CC BY-NC 4.0")


def store(database: Database, given: AgreementText) -> Outcome:
    with database.session() as session:
        return store_agreement(session, given, TOTA)


def row_counts(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def articles(session: Session, *, current: bool) -> dict[str | None, str | None]:
    query = select(Article.number, Article.text).join(Document, Document.id == Article.document_id)
    return dict(session.execute(query.where(Document.current == current)).tuples().all())


def test_a_new_agreement_is_stored_whole(database: Database) -> None:
    assert store(database, agreement()).kind == "loaded"
    with database.read() as session:
        stored = session.scalars(select(Agreement)).one()
        assert (stored.slug, stored.date_signed) == ("arcadia-ruritania-2019", date(2019, 5, 1))
        assert articles(session, current=True)["ARTICLE 2.1"] == DUTIES
        positions = session.scalars(select(Article.position).order_by(Article.id)).all()
        assert list(positions) == [0, 1, 2, 3]


def test_an_unchanged_agreement_is_a_no_op(database: Database) -> None:
    store(database, agreement())
    before = row_counts(database)
    assert store(database, agreement()).kind == "unchanged"
    assert row_counts(database) == before


def test_a_changed_agreement_becomes_a_new_version_and_the_old_one_is_kept(database: Database) -> None:
    store(database, agreement())
    outcome = store(database, amended(agreement(), "2.1", "Duties may be imposed."))
    assert outcome.kind == "updated"
    with database.read() as session:
        documents = session.scalars(select(Document).order_by(Document.version)).all()
        assert [(item.version, item.current) for item in documents] == [(1, False), (2, True)]
        assert documents[1].previous_id == documents[0].id
        assert articles(session, current=False)["ARTICLE 2.1"] == DUTIES
        assert articles(session, current=True)["ARTICLE 2.1"] == "Duties may be imposed."
        assert session.scalar(select(func.count()).select_from(Agreement)) == 1


def test_a_text_that_goes_back_to_an_older_wording_is_a_version_again(database: Database) -> None:
    for given in (agreement(), amended(agreement(), "2.1", "Other words."), agreement()):
        store(database, given)
    with database.read() as session:
        versions = session.execute(select(Document.version, Document.current).order_by(Document.version))
        assert [tuple(row) for row in versions] == [(1, False), (2, False), (3, True)]


def test_unchanged_articles_of_a_new_version_keep_their_findings(database: Database) -> None:
    store(database, agreement())
    run_match(database, workers=1)
    store(database, amended(agreement(), "2.1", "Duties may be imposed."))
    with database.read() as session:
        kept = set(
            session.scalars(
                select(Article.number)
                .join(Document, Document.id == Article.document_id)
                .join(Finding, Finding.article_id == Article.id)
                .where(Document.current)
            )
        )
        matched = session.scalar(
            select(func.count())
            .select_from(ArticleMatch)
            .join(Article, Article.id == ArticleMatch.article_id)
            .join(Document, Document.id == Article.document_id)
            .where(Document.current)
        )
    assert "ARTICLE 2.2" in kept
    assert "ARTICLE 2.1" not in kept
    assert matched == 3
    assert run_match(database, workers=1).matched == 1


def test_two_agreements_of_one_name_have_different_slugs(database: Database) -> None:
    assert store(database, agreement("1")).slug == "arcadia-ruritania-2019"
    assert store(database, agreement("2")).slug == "arcadia-ruritania-2019-tota-2"
    assert store(database, agreement("2")).slug == "arcadia-ruritania-2019-tota-2"


def test_slugs_are_plain_ascii() -> None:
    assert slugify("Côte d'Ivoire – Perú", 2014) == "cote-d-ivoire-peru-2014"
    assert slugify("Agreement " + "on Many Things " * 9, 2014).count("-") == 15
    assert len(slugify("Agreement " + "on Many Things " * 9, 2014)) <= 85


def test_a_group_is_kept_and_expanded_to_the_members_of_the_day(database: Database) -> None:
    store(
        database,
        agreement(
            "7",
            "EU - Viet Nam",
            parties=("EU", "VNM"),
            original_parties=("EU", "VNM"),
            date_signed=date(2019, 6, 30),
        ),
    )
    with database.read() as session:
        assert session.scalars(select(AgreementGroup.group_code)).all() == ["EU"]
        parties = {row.iso3: row for row in session.scalars(select(AgreementParty))}
    assert parties["VNM"].via_group is None
    assert (parties["FRA"].via_group, parties["FRA"].original, parties["FRA"].current) == ("EU", True, True)
    # The United Kingdom signed as a member and has left since.
    assert (parties["GBR"].original, parties["GBR"].current) == (True, False)


def test_changed_facts_of_an_unchanged_text_are_taken_over(database: Database) -> None:
    store(database, agreement())
    store(database, agreement(legal_status="inactive", date_inactive=date(2024, 1, 1), parties=("NZL",)))
    with database.read() as session:
        stored = session.scalars(select(Agreement)).one()
        assert (stored.legal_status, stored.date_inactive) == ("inactive", date(2024, 1, 1))
        current = session.scalars(select(AgreementParty.iso3).where(AgreementParty.current)).all()
        assert current == ["NZL"]


def test_the_full_text_index_follows_every_change(sqlite_url: str) -> None:
    from tracker.models.database import open_database

    database = open_database(sqlite_url)
    store(database, agreement())
    store(database, amended(agreement(), "2.1", "A wholly different zebra clause."))
    with database.session() as session:
        session.execute(text("UPDATE article SET text = 'giraffe' WHERE number = 'ARTICLE 1.1'"))
        session.execute(text("DELETE FROM article WHERE number = 'ARTICLE 2.3'"))
        # Raises when the index and the table disagree.
        check = "INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)"
        session.execute(text(check))
        found = session.execute(
            text("SELECT count(*) FROM article_search WHERE article_search MATCH 'zebra OR giraffe'")
        ).scalar()
        assert found == 3
    database.close()


def test_an_agreement_may_hold_a_chapter_without_articles(database: Database) -> None:
    from dataclasses import replace

    goods, ecommerce = chapters()
    store(database, agreement(content=(replace(goods, articles=()), ecommerce)))
    with database.read() as session:
        assert articles(session, current=True)["ARTICLE 2.2"] == FLOWS


def missing_of(database: Database) -> list[str]:
    with database.read() as session:
        return session.scalars(select(Agreement.missing)).one()


def test_what_the_current_text_lacks_is_stored_and_corrected(database: Database) -> None:
    cut = amended(agreement(), "1.1", "Article 4.1 and Article 4.2 apply to apples, and so does Annex 1-A.")
    store(database, cut)
    assert missing_of(database) == ["chapters:3-4", "goods_annexes:1-A"]
    store(database, amended(agreement(), "1.1", "Annex 1-A applies to apples."))
    assert missing_of(database) == ["goods_annexes:1-A"]
    store(database, agreement())
    assert missing_of(database) == []


def test_an_unchanged_text_is_looked_at_again(database: Database) -> None:
    text = amended(agreement(), "1.1", "Annex 1-A applies to apples.")
    store(database, text)
    with database.session() as session:
        session.scalars(select(Agreement)).one().missing = []
    with database.session() as session:
        assert store_agreement(session, text, TOTA, reread=True).kind == "unchanged"
    assert missing_of(database) == ["goods_annexes:1-A"]


def test_what_the_registry_says_of_a_text_stands(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    text = amended(agreement(), "1.1", "Annex 1-A applies to apples.")
    known = next(known for known in registry().texts.values() if known.language == "en" and known.missing)
    monkeypatch.setattr("tracker.resolution.resolve.known_text", lambda _text: known)
    store(database, text)
    assert missing_of(database) == list(known.missing)
    store(database, amended(agreement(), "1.1", "Article 4.1, Article 4.2 and Annex 1-A apply to apples."))
    assert missing_of(database) == [*known.missing, "chapters:3-4"], (
        "what was not read is lacking all the same"
    )


def test_a_text_in_a_language_that_the_rules_do_not_read_is_kept_and_never_current(
    database: Database,
) -> None:
    words = (
        "Artikel 1\nDrachen\nDie Vertragsparteien erheben keine Zölle auf Drachen und auf die Schnur.\n" * 40
    )
    kites = read_bytes(words.encode(), "drachen.txt")
    assert kites.language == "de"
    with database.session() as session:
        store_agreement(session, kites, TOTA)
    with database.read() as session:
        document = session.scalars(select(Document)).one()
        assert (document.language, document.has_text, document.current) == ("de", True, False)
        header = agreement_header(session, session.scalars(select(Agreement.slug)).one())
        assert header is not None
        assert (header.facts_only, header.unread_languages) == (True, ("de",))
        assert agreement_index(session)[0].reading == "not_read"
