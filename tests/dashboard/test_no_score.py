"""No score is said of an agreement whose text nobody has read: not on its page, in lists, files or link previews."""

import re
from datetime import date

import pytest

from dashboard.card import card_svg
from dashboard.parts.messages import Messages, languages
from dashboard.preview import preview
from tests.dashboard.conftest import Open, shown
from tests.dashboard.test_basis import known_as
from tests.factory import MadeArticle, MadeChapter, MadeFinding, World
from tracker.export.briefing import _COLUMNS
from tracker.models.database import open_database
from tracker.queries import Reader, agreement_list, agreement_score, briefing_rows


@pytest.fixture
def unread(sqlite_url: str) -> str:
    """One agreement with a text, one of which a single fact is reported, one of which only the facts are known."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        rule = MadeArticle("1", findings=(MadeFinding("data_localisation", "hard", False),))
        world.agreement("Read Pact", chapters=(MadeChapter(articles=(rule,)),), in_force=date(2012, 1, 1))
        known_as(world, "Rumoured Pact", "reported", in_force=date(2021, 1, 1))
        world.agreement("Bare Pact", current=False, in_force=date(2020, 1, 1))
    database.close()
    return sqlite_url


def test_only_what_was_read_has_a_score(unread: str) -> None:
    reader = Reader(unread)
    scores = {row.slug: row.score for row in reader.ask(agreement_list)}
    assert scores["read-pact"] is not None and scores["read-pact"] > 0
    assert scores["rumoured-pact"] is None
    assert scores["bare-pact"] is None
    for slug, score in scores.items():
        own = reader.ask(agreement_score, slug)
        assert (own.score if own else None) == score, slug
    reader.close()


@pytest.mark.parametrize("language", languages())
def test_pages_and_previews_say_none(unread: str, open_page: Open, language: str) -> None:
    messages = Messages(language)
    said = re.escape(messages.template("score.value")).replace(re.escape("{percent}"), r"\d+")
    assert re.search(said, shown(open_page("agreement", agreement="read-pact", lang=language)))
    for slug in ("rumoured-pact", "bare-pact"):
        assert not re.search(said, shown(open_page("agreement", agreement=slug, lang=language))), slug
        words = preview(messages, "agreement", {"agreement": slug})
        drawn = card_svg(words, slug, "source", "address")
        assert not re.search(r"\b0 (?:of|de|sur) 100\b", f"{words.title} {words.description} {drawn}")


def test_the_list_has_a_dash(unread: str, open_page: Open) -> None:
    html = shown(open_page("agreement"))
    rows = {
        name: re.findall(r"<td[^>]*>(.*?)</td>", html[html.index(name) :].partition("</tr>")[0])
        for name in ("Read Pact", "Rumoured Pact", "Bare Pact")
    }
    assert int(rows["Read Pact"][-1]) > 0
    assert rows["Rumoured Pact"][-1] == "–"
    assert rows["Bare Pact"][-3:] == ["–", "–", "–"]  # nor are there counts of rules nobody looked for


def test_the_briefing_scores_only_what_was_read(unread: str) -> None:
    reader = Reader(unread)
    rows = {row.slug: _COLUMNS["Score"](row) for row in reader.ask(briefing_rows)}
    assert rows == {"read-pact": 0.9, "rumoured-pact": ""}
    reader.close()
