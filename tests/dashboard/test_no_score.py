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


@pytest.mark.parametrize("language", languages())
def test_a_score_of_an_incomplete_text_is_a_lower_bound(
    sqlite_url: str, open_page: Open, language: str
) -> None:
    """On the page with the reason, in the list and its file; a whole text has a plain number."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        rule = MadeArticle("1", findings=(MadeFinding("data_localisation", "hard", False),))
        whole = world.agreement("Whole Pact", chapters=(MadeChapter(articles=(rule,)),))
        cut = world.agreement("Cut Pact", chapters=(MadeChapter(articles=(rule,)),))
        cut.missing = ["chapters:14-24"]
        assert not whole.missing
    database.close()
    messages = Messages(language)
    n = Reader(sqlite_url).ask(agreement_list)[0].score
    assert n is not None
    bound = messages.say("score.at_least", n=f"{100 * n:.0f}")
    page = shown(open_page("agreement", agreement="cut-pact", lang=language))
    assert messages.say("score.value", percent=bound) in page and "14-24" in page
    assert bound not in shown(open_page("agreement", agreement="whole-pact", lang=language))
    listed = shown(open_page("agreement", lang=language))
    assert listed.count(bound) == 1
    assert listed.count(messages.say("score.at_least", n=1)) == 1, "the one hard rule"


def test_what_is_doubtful_adds_nothing_to_the_score(sqlite_url: str) -> None:
    """Uncertain findings and rules for one sector: the score is that of the one certain general rule."""
    database = open_database(sqlite_url)
    with database.session() as session:
        world = World(session)
        sure = MadeFinding("data_localisation", "hard", False, scope="general")
        for name, more in (
            ("Sure Pact", ()),
            ("Doubt Pact", (MadeFinding("source_code", "hard", False, scope="general", uncertain=True),)),
            ("Banks Pact", (MadeFinding("data_flows", "hard", False, scope="financial"),)),
        ):
            rule = MadeArticle("1", findings=(sure, *more))
            world.agreement(name, chapters=(MadeChapter(articles=(rule,)),))
    database.close()
    rows = {row.slug: row for row in Reader(sqlite_url).ask(agreement_list)}
    assert len({row.score for row in rows.values()}) == 1
    assert [slug for slug, row in rows.items() if row.score_at_least] == ["doubt-pact"]
