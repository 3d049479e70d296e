"""Annexes that are not here, by the articles that cite them: of goods alone, or maybe of something else."""

import pytest

from tests.invented import agreement
from tracker.texts.annex_kinds import Place, goods_only, sign_of
from tracker.texts.completeness import missing_parts, rules_missing
from tracker.texts.types import ArticleText, ChapterText

_FILLER = "The Parties meet once a year in the spring."


def place(words: str, chapter: str | None, heading: str | None = None) -> Place:
    """The first annex cited in the words of one article."""
    article = ArticleText("ARTICLE 1", heading, words)
    start = words.lower().index("anne") if "anne" in words.lower() else words.lower().index("anex")
    end = (
        start
        + len(words[start:].split(maxsplit=2)[0])
        + 1
        + len(words[start:].split(maxsplit=2)[1].rstrip(".,"))
    )
    return Place(ChapterText("Chapter 2", chapter, (article,)), article, start, end)


@pytest.mark.parametrize(
    ("words", "chapter", "heading", "sign"),
    [
        ("Pears listed in Annex 2-A are free.", "Trade in Goods", None, "goods"),
        ("Annex 2-A (Tariff Schedule of Arcadia) applies.", "Initial Provisions", None, "goods"),
        ("Annex 2-A (Digital Services) applies.", "Trade in Goods", None, "other"),
        ("Annex 2-A sets out conformity assessment of lamps.", "Trade in Goods", None, "other"),
        ("Annex 2-A sets out what lamps must fulfil.", "Technical Barriers to Trade", None, "other"),
        ("Annex 2-A is an integral part.", "Final Provisions", "Annexes", "nothing"),
        ("Annex 2-A sets out the rules of origin.", None, None, "goods"),
        ("Annex 2-A sets out more.", None, None, "other"),
        ("Annex 2-A sets out more.", None, "Rules of Origin", "goods"),
        ("Annex 2-A sets out more.", "Trade in Services", None, "other"),
        ("Annex 2-A sets out more.", "Customs Procedures", None, "other"),
        ("Annex 2-A sets out more.", "Non-Tariff Barriers and Related Matters", None, "other"),
        ("Annex 2-A lists the tariff lines.", "Rules of Origin and Trade Facilitation", None, "goods"),
        ("Annex 2-A sets out electronic certificates.", "Rules of Origin", None, "other"),
        ("Lo dispuesto en el Anexo 2-A sobre desgravación.", "Acceso a Mercados", None, "goods"),
        ("Según el Anexo 2-A rige la evaluación de la conformidad.", "Comercio de Mercancías", None, "other"),
        ("Les produits énumérés à l’annexe 2-A sont libres.", "Dispositions générales", None, "goods"),
        ("L’annexe 2-A porte sur les services.", "Marchandises", None, "other"),
    ],
)
def test_what_a_citation_shows(words: str, chapter: str | None, heading: str | None, sign: str) -> None:
    assert sign_of(place(words, chapter, heading)) == sign


def test_goods_only_where_one_citation_shows_it_and_none_speaks_against() -> None:
    goods = place("Pears listed in Annex 2-A are free.", "Trade in Goods")
    other = place("Annex 2-A sets out more.", "Trade in Services")
    nothing = place("Annex 2-A is an integral part.", "Final Provisions", "Annexes")
    assert goods_only([goods, nothing], None)
    assert not goods_only([goods, other], None)
    assert not goods_only([nothing], None)
    assert goods_only([nothing], ChapterText("Chapter 2", "Rules of Origin", ()))
    assert not goods_only([goods], ChapterText("Chapter 8", "Technical Barriers to Trade", ()))


def test_annexes_of_goods_have_a_code_of_their_own() -> None:
    text = agreement(
        content=(
            ChapterText(
                "Chapter 1",
                "Trade in Goods",
                (ArticleText("Article 1.1", None, "Annex 1-A (Tariff Schedules) and Annex 2-B apply."),),
            ),
            ChapterText("Chapter 2", "Electronic Commerce", (ArticleText("Article 2.1", None, _FILLER),)),
        )
    )
    found = missing_parts(text)
    assert found == ("annexes:2-B", "goods_annexes:1-A")
    assert rules_missing(found) == ("annexes:2-B",)
    assert rules_missing(found[1:]) == ()


def numbered(*numbers: str, words: str = _FILLER, chapter: str | None = "Chapter 2") -> ChapterText:
    return ChapterText(
        chapter, None, tuple(ArticleText(f"Article {number}", None, words) for number in numbers)
    )


def test_a_run_of_numbers_that_no_article_has_was_not_read() -> None:
    first = numbered("1.1", "1.2", chapter="Chapter 1")
    assert missing_parts(agreement(content=(first, numbered("2.6")))) == ("articles:2.1-2.5",)
    assert missing_parts(agreement(content=(first, numbered("2.1", "2.4", "2.5")))) == ()
    inserted = numbered("2.6", chapter=None)
    assert missing_parts(agreement(content=(first, inserted))) == (), "an article of another text"
    there = numbered("2.6", words=f"{_FILLER}\nArticle 2.3: Pears\n{_FILLER}")
    assert missing_parts(agreement(content=(first, there))) == (), "the words are here"


def test_numbers_through_a_text() -> None:
    assert missing_parts(agreement(content=(numbered("4", "5", "6", "7"),))) == ("articles:1-3",)
    assert missing_parts(agreement(content=(numbered("101", "102", "201"),))) == ()
