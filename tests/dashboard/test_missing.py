"""What a text lacks, in the words of the pages."""

import pytest

from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_words
from tests.dashboard.conftest import Open, shown
from tracker.models import Article, ArticleMatch
from tracker.models.database import open_database
from tracker.models.findings import TOO_COSTLY


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        (
            "en",
            "what article 2.3 says (too long or tangled to search)",
            "what articles 2.3, 4 say (too long or tangled to search); "
            "what one article without a number says (too long or tangled to search)",
        ),
        (
            "es",
            "lo que dice el artículo 2.3 (demasiado largo o enredado para buscar en él)",
            "lo que dicen los artículos 2.3, 4 (demasiado largos o enredados para buscar en ellos); "
            "lo que dice un artículo sin número (demasiado largo o enredado para buscar en él)",
        ),
        (
            "fr",
            "ce que dit l’article 2.3 (trop long ou trop embrouillé pour y chercher)",
            "ce que disent les articles 2.3, 4 (trop longs ou trop embrouillés pour y chercher); "
            "ce que dit un article sans numéro (trop long ou trop embrouillé pour y chercher)",
        ),
    ],
)
def test_articles_that_were_given_up(language: str, one: str, several: str) -> None:
    messages = Messages(language)
    assert missing_words(messages, ["given_up:2.3"]) == one
    assert missing_words(messages, ["given_up:2.3,?,4"]) == several
    assert missing_words(messages, ["chapters:5", "given_up:2.3"]).endswith(f"; {one}")


@pytest.mark.parametrize(
    ("page", "parameters"),
    [("agreement", {"agreement": "north-south"}), ("coverage", {"read": "partly_read"})],
)
def test_pages_say_that_an_article_could_not_be_searched(
    world: str, open_page: Open, sqlite_url: str, page: str, parameters: dict[str, str]
) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        article = session.query(Article).where(Article.number == "ARTICLE 14.2").one()
        session.merge(ArticleMatch(article_id=article.id, fingerprint="rules", remark=TOO_COSTLY))
    database.close()
    assert "what article 14.2 says (too long or tangled to search)" in shown(open_page(page, **parameters))
