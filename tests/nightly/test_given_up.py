"""Articles that were too costly to search: in the digest and in an alert when they are new, and never as absence."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from tests.factory import MadeArticle, MadeChapter, World
from tests.nightly.test_digest import document, one
from tracker.crawls import Monitor
from tracker.models import Article, ArticleMatch
from tracker.models.database import Database
from tracker.models.findings import TOO_COSTLY
from tracker.nightly.changes import Changes, GivenUpArticles
from tracker.nightly.digest import compare
from tracker.nightly.monitors import given_up_alerts
from tracker.nightly.plan import RunbookLine, SourcePlan
from tracker.nightly.render import COLUMNS, DigestPaper, csv_rows, markdown
from tracker.nightly.selection import for_country, for_provision
from tracker.nightly.state import pack, take_state, unpack

PLACE = "CHAPTER 2, ARTICLE 2.3"
TANGLED = one({"tota/1": replace(document(), given_up=(PLACE, ""))})
FOUND = GivenUpArticles("fruit", "Fruit", "tota/1", (PLACE, ""), ("NZL", "VNM"))


def test_they_are_reported_once_and_again_when_the_text_changes() -> None:
    plain = one({"tota/1": document()})
    changes = compare(plain, TANGLED)
    assert changes == Changes(given_up=(FOUND,))
    assert not changes.empty and changes.sentence() == "2 articles too costly to search"
    assert compare(TANGLED, TANGLED).empty and compare(TANGLED, plain).empty
    revised = one({"tota/1": replace(document("b", 2), given_up=(PLACE,))})
    assert [row.articles for row in compare(TANGLED, revised).given_up] == [(PLACE,)]
    assert Changes.from_json(json.loads(json.dumps(changes.to_json()))) == changes
    assert Changes.from_json({**changes.to_json(), "given_up": []}) == Changes()


def test_the_digest_names_them_and_says_that_nothing_is_known_of_them() -> None:
    paper = DigestPaper(
        1, datetime(2026, 11, 28, tzinfo=UTC), None, compare(one({"tota/1": document()}), TANGLED), ""
    )
    text = markdown(paper)
    assert "## Could not be searched" in text and "what they say is not known" in text
    assert "- **Fruit**: Article 2.3; an article without a number (text tota/1)" in text
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in csv_rows(paper)]
    assert [(row["what"], row["article"]) for row in rows] == [
        ("article too costly to search", PLACE),
        ("article too costly to search", ""),
    ]


def test_a_country_has_those_of_its_agreements_and_a_provision_none() -> None:
    changes = Changes(given_up=(FOUND,))
    assert for_country(changes, "NZL").given_up == (FOUND,)
    assert for_country(changes, "KEN").empty and for_provision(changes, "data_flows").empty


def test_one_alert_a_source_also_of_one_that_was_not_visited() -> None:
    line = RunbookLine("an article is tangled", "ask the publisher", ("given_up",))
    plan = SourcePlan("tota", "ToTA", ("true",), 1, 9, 1, 50, 30, (line,))
    other = GivenUpArticles("peace", "Peace", "file/2", ("ARTICLE 1",), ())
    first, second = given_up_alerts([FOUND, FOUND, other], [plan])
    assert (first.source, first.monitor) == ("tota", Monitor.GIVEN_UP)
    assert "4 articles too costly to search, what they say is not known" in first.message
    assert first.message.endswith("fruit without a number, fruit CHAPTER 2, ARTICLE 2.3 and 1 more")
    assert first.runbook == "when an article is tangled: ask the publisher"
    assert second.source == "file" and "read it yourself" in second.runbook


def test_the_state_has_them_and_keeps_them(database: Database) -> None:
    with database.session() as session:
        chapter = MadeChapter("CHAPTER 2", articles=(MadeArticle("ARTICLE 2.3"), MadeArticle("ARTICLE 2.4")))
        World(session).agreement("North - South", chapters=(chapter,))
        session.flush()
        article = session.scalars(select(Article).where(Article.number == "ARTICLE 2.3")).one()
        session.merge(ArticleMatch(article_id=article.id, fingerprint="rules", remark=TOO_COSTLY))
    with database.read() as session:
        state = take_state(session, "rules")
    (agreement,) = state.agreements.values()
    assert [text.given_up for text in agreement.documents.values()] == [(PLACE,)]
    assert compare(unpack(pack(state)), state).empty
