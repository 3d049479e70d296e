"""Which articles of a stored text a relation names, however sources number them."""

import pytest

from tracker.facts.named_articles import NamedArticles, named_articles
from tracker.registry import article_list


@pytest.mark.parametrize(
    ("written", "number", "chapter", "named"),
    [
        ("14.*", "14.11", "14", True),
        ("14.*", "ARTICLE 14.11", "CHAPTER 14", True),
        ("10.*", "ARTICLE 6", "CHAPTER 10", True),
        ("10.*", "ARTICLE 6", "TITLE II, CHAPTER X, SECTION B", True),
        ("8.*", "Artículo 6", "Capítulo OCHO", True),
        ("8.*", "ARTICLE 6", "CHAPTER EIGHT, SECTION E", True),
        ("10.6", "ARTICLE 6", "CHAPTER 10", True),
        ("10.6", "ARTICLE 6", "CHAPTER 11", False),
        ("10.*", "ARTICLE 10", "CHAPTER 9", False),
        ("10.*", "ARTICLE 6", "ANNEX 10", False),
        ("10.*", "ARTICLE 6", "SECTION 10", False),
        ("10.*", "ARTICLE 6", None, False),
        ("131;132", "ARTICLE 131", "TITLE IV, CHAPTER 6, SECTION 6", True),
        ("Annex 14-A", "Annex 14-A, 1", None, True),
        ("Annex 14-A", "ARTICLE 1", "ANNEX 14-A", True),
        ("Annex I", "Annex II", None, False),
        ("Annex I", "Annex I", None, True),
        ("*;-10.6", "ARTICLE 6", "CHAPTER 10", False),
        ("*;-10.6", "ARTICLE 7", "CHAPTER 10", True),
        ("*", None, None, True),
        ("14.11", None, None, False),
    ],
)
def test_articles_however_they_are_numbered(
    written: str, number: str | None, chapter: str | None, named: bool
) -> None:
    assert named_articles(written.split(";")).hold(number, chapter) is named


def test_what_is_left_out_is_not_named() -> None:
    named = NamedArticles((article_list(["*"]),), (article_list(["18.*"]),))
    assert named.hold("ARTICLE 5", "CHAPTER 17")
    assert not named.hold("ARTICLE 5", "CHAPTER 18")
    assert not named.everything
    assert named_articles(["*"]).everything
    assert not named_articles(["*", "-30.4"]).everything
