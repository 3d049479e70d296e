"""Agreement: list, header, outline with findings, words, template score; on both databases."""

from datetime import date

import pytest

from tests.factory import MadeArticle, MadeChapter, MadeFinding, World, provision_agreement
from tracker.models.database import Database
from tracker.queries import (
    agreement_header,
    agreement_list,
    agreement_outline,
    agreement_score,
    article_words,
    template_facts,
)
from tracker.queries.agreement.score import template_score
from tracker.queries.core.orders import rank_of
from tracker.queries.core.strongest import strongest_from_rank
from tracker.queries.core.template_facts import PrincipleFacts, TemplateFacts

CLAUSE = "Before this. Each side keeps the gates open for data. After this."


@pytest.fixture
def one(database: Database) -> Database:
    """One agreement of two chapters, three articles, two findings."""
    evidence = MadeFinding("data_flows", "hard", False, evidence="Each side keeps the gates open for data.")
    with database.session() as session:
        World(session).agreement(
            "North - South",
            parties=["AAA", ("CCC", "UNI")],
            signed=date(2015, 1, 2),
            in_force=date(2016, 3, 4),
            urls=("https://example.org/a", "https://example.org/b"),
            chapters=(
                MadeChapter("1", "Goods", "goods", (MadeArticle("1.1", "Apples"),)),
                MadeChapter(
                    "14",
                    "Electronic Commerce",
                    "digital",
                    (
                        MadeArticle("14.1", "Gates", CLAUSE, (evidence, MadeFinding("cooperation", "soft"))),
                        MadeArticle("14.2", "Unread", matched=False),
                    ),
                ),
            ),
        )
    return database


def test_header(one: Database) -> None:
    with one.read() as session:
        header = agreement_header(session, "north-south")
    assert header is not None
    assert (header.name, header.legal_status, header.date_in_force) == (
        "North - South",
        "in_force",
        date(2016, 3, 4),
    )
    assert [(side.code, side.is_group) for side in header.sides] == [("UNI", True), ("AAA", False)]
    assert [link.url for link in header.links] == ["https://example.org/a", "https://example.org/b"]
    assert header.has_text
    assert [(document.version, document.current) for document in header.documents] == [(1, True)]


def test_outline_gives_chapters_articles_and_spans_but_no_text(one: Database) -> None:
    with one.read() as session:
        chapters = agreement_outline(session, "north-south")
        flagged = chapters[1].articles[0]
        [words] = article_words(session, [flagged.article.article_id])
    assert [(chapter.number, len(chapter.articles)) for chapter in chapters] == [("1", 1), ("14", 2)]
    flows = next(finding for finding in flagged.findings if finding.provision == "data_flows")
    start, end = flows.spans[0]
    assert words.text[start:end] == "Each side keeps the gates open for data."
    assert words.heading == "Gates"


def test_several_documents_of_one_agreement_are_all_shown(one: Database) -> None:
    with one.session() as session:
        world = World(session, source_key="second")
        header = agreement_header(session, "north-south")
        assert header is not None
        from tracker.models import Agreement

        agreement = session.query(Agreement).one()
        world.document(
            agreement,
            (
                MadeChapter(
                    "P", "Protocol", articles=(MadeArticle("P1", findings=(MadeFinding("encryption"),)),)
                ),
            ),
            external_id="77",
            has_text=False,
        )
    with one.read() as session:
        header = agreement_header(session, "north-south")
        chapters = agreement_outline(session, "north-south")
        [row] = agreement_list(session)
    assert header is not None
    assert not header.has_text, "one of the texts is not here"
    assert [chapter.number for chapter in chapters] == ["1", "14", "P"]
    assert chapters[2].articles[0].article.heading is None
    assert (row.articles, row.has_text) == (4, False)


def test_list_row(one: Database) -> None:
    with one.read() as session:
        [row] = agreement_list(session)
        score = agreement_score(session, "north-south")
    assert (row.slug, row.articles, row.provisions_hard, row.provisions_soft) == ("north-south", 3, 1, 1)
    assert score is not None
    assert row.score == score.score > 0


def test_score_counts_hard_one_and_soft_half() -> None:
    def principle(number: int, detectable: str, *codes: str) -> PrincipleFacts:
        return PrincipleFacts(number, f"p{number}", f"P{number}", "", "", "", (), detectable, "", codes)

    facts = TemplateFacts(
        "1",
        (
            principle(1, "yes", "a", "b"),
            principle(2, "partly", "c"),
            principle(3, "yes", "d"),
            principle(4, "no", "e"),
        ),
        (),
    )
    soft = strongest_from_rank(rank_of("soft", None), articles=1)
    hard = strongest_from_rank(rank_of("hard", None), articles=1)
    score = template_score({"a": soft, "b": hard, "c": soft, "e": hard}, facts)
    assert score.counted == 3, "what cannot be read from texts is not in the denominator"
    assert score.score == pytest.approx((1 + 0.5 + 0) / 3)
    assert [p.strength for p in score.principles] == ["hard", "soft", None, "hard"]


def test_score_names_all_principles(one: Database) -> None:
    with one.read() as session:
        score = agreement_score(session, "north-south")
    assert score is not None
    assert [p.number for p in score.principles] == list(range(1, 25))
    flows = next(p for p in template_facts().principles if "data_flows" in p.provisions)
    assert score.principles[flows.number - 1].strength == "hard"


def test_unknown_agreement(database: Database) -> None:
    with database.read() as session:
        assert agreement_header(session, "nowhere") is None
        assert agreement_outline(session, "nowhere") == []
        assert agreement_score(session, "nowhere") is None
        assert agreement_list(session) == []


def test_agreement_without_articles(database: Database) -> None:
    with database.session() as session:
        provision_agreement(World(session), "Bare", [])
    with database.read() as session:
        header = agreement_header(session, "bare")
        score = agreement_score(session, "bare")
    assert header is not None
    assert score is not None
    assert score.score == 0
