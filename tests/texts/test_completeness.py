"""What a text lacks by its own citations, in invented texts."""

import pytest

from tests.invented import agreement, article
from tracker.texts.completeness import missing_parts
from tracker.texts.types import AgreementText, ArticleText, ChapterText

_FILLER = "The Parties meet once a year in the spring."


def text_of(*words: str, language: str = "en", chapters: int = 3, dotted: bool = True) -> AgreementText:
    """A text of so many chapters with two articles each; `words` stand in its first article."""
    word, heading = {
        "en": ("Chapter", "ARTICLE"),
        "es": ("CAPÍTULO", "ARTÍCULO"),
        "fr": ("CHAPITRE", "ARTICLE"),
    }[language]
    parts = []
    for chapter in range(1, chapters + 1):
        articles = [
            ArticleText(
                f"{heading} {chapter}.{number}" if dotted else f"{heading} {2 * (chapter - 1) + number}",
                None,
                _FILLER,
            )
            for number in (1, 2)
        ]
        if chapter == 1:
            articles[0] = ArticleText(articles[0].number, None, "\n".join(words) or _FILLER)
        parts.append(ChapterText(f"{word} {chapter}", None, tuple(articles)))
    text = agreement(content=tuple(parts))
    return AgreementText(
        text.source, text.external_id, text.meta, language, text.media_type, text.sha256, text.chapters
    )


def test_a_text_without_citations_lacks_nothing() -> None:
    assert missing_parts(text_of()) == ()
    assert (
        missing_parts(text_of("Apples are dealt with in Chapter 2 (Apples) and Article 3.1 (Pears).")) == ()
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Chapter 6 (Dispute Settlement) applies. Chapter Five (Final Provisions) does not."),
        ("en", "Article 6.2 applies, and so do Articles 5.1 and 5.4."),
        ("en", "Chapter VI of this Agreement and Chapter V of this Treaty apply."),
        ("es", "Se aplican el capítulo VI (Solución de Controversias) y el Capítulo 5 del presente Tratado."),
        ("es", "Se aplican los artículos 6-02 y 5-01 en todo caso."),
        ("fr", "Le chapitre VI du présent accord et le chapitre 5 du présent traité s’appliquent."),
    ],
)
def test_chapters_beyond_the_end(language: str, words: str) -> None:
    assert missing_parts(text_of(words, language=language)) == ("chapters:4-6",)


def test_chapters_between_the_last_one_here_and_the_last_one_cited_are_lacking_too() -> None:
    text = text_of("See Article 9.1 and Article 9.3.")
    assert missing_parts(text) == ("chapters:4-9",)


def test_one_citation_alone_shows_nothing() -> None:
    assert missing_parts(text_of("See Article 9.1.")) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Goods of Chapter 24 and Chapter 22 of the Harmonized System; goods of Chapters 1 to 24.",
        "Goods of HS Chapter 24 (Tobacco) and of HS Chapter 22 (Beverages and Spirits).",
        "Article 6.2 of the Agreement on Apples and Article 5.1 of the Agreement on Pears apply.",
        "Chapter 6 (Investment) of the Arcadia Treaty and Chapter 5 (Labour) of the Arcadia Treaty apply.",
    ],
)
def test_the_tariff_and_other_treaties_are_not_meant(words: str) -> None:
    assert missing_parts(text_of(words)) == ()


def test_a_gap_is_named_where_every_chapter_has_a_number() -> None:
    words = "Chapter 2 (Pears) applies, and Article 2.1 as well."
    whole = text_of(words)
    first, _second, third = whole.chapters
    assert missing_parts(agreement(content=(first, third))) == ("chapters:2",)
    misread = ChapterText("CHAPTER IL", None, (ArticleText("ARTICLE", None, _FILLER),))
    assert missing_parts(agreement(content=(first, misread, third))) == ()


def test_numbers_of_articles_show_chapters_without_a_heading() -> None:
    one = ChapterText(
        None,
        None,
        (article("1.1", "Apples", "Article 2.1 and Article 2.2 apply."), article("2.1", "Pears", "")),
    )
    assert missing_parts(agreement(content=(one,))) == ()


def test_articles_numbered_through_say_nothing_of_chapters() -> None:
    assert missing_parts(text_of("Article 9.1 and Article 9.2 apply.", dotted=False)) == ()


def test_a_heading_within_an_article_is_a_chapter_that_is_here() -> None:
    words = ("Article 4.1 and Article 4.2 apply.", "CHAPTER 4", "Final words follow.")
    assert missing_parts(text_of(*words)) == ()
    assert missing_parts(text_of("See Article 4.1, Article 4.2 and", "Chapter 4", "for more.")) == (
        "chapters:4",
    )


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        (
            "en",
            "Annex 13-B, Annexes I and II, and Annex 2.3 to this Agreement apply.",
            "annexes:2.3,13-B,I,II",
        ),
        ("en", "Annex I to the Agreement and Annex-III apply.", "annexes:I,III"),
        (
            "es",
            "Se aplican el Anexo 3.4 (Peras), el anexo 6-01 y los anexos I y II.",
            "annexes:3.4,6-01,I,II",
        ),
        ("fr", "L’annexe 2 et les annexes III et IV s’appliquent.", "annexes:2,III,IV"),
    ],
)
def test_annexes_that_are_cited_and_not_here(language: str, words: str, code: str) -> None:
    assert missing_parts(text_of(words, language=language)) == (code,)


@pytest.mark.parametrize(
    "words",
    [
        "Annex 1A to the WTO Agreement; later Annex 1A of that Agreement.",
        "the GATT 1994, including Annex I (Notes)",
        "the Convention on Balloons, with particular reference to Annex 9 thereof",
    ],
)
def test_annexes_of_other_texts_are_not_meant(words: str) -> None:
    assert missing_parts(text_of(words)) == ()


def test_an_annex_that_is_here_is_not_lacking_however_it_is_written() -> None:
    text = text_of("Annex 13-B and Annex 2-A and Annex 7 apply.")
    own = ChapterText("ANNEX 13B, SECTION A", "Apples", (ArticleText(None, None, _FILLER),))
    inner = ChapterText(None, None, (ArticleText(None, None, "It ends here.\n\nANNEX 2-A\nPears"),))
    assert missing_parts(agreement(content=(*text.chapters, own, inner))) == ("annexes:7",)


def test_a_language_whose_words_are_not_known_says_nothing() -> None:
    text = text_of("Annex 13-B applies.")
    other = AgreementText("tota", "1", text.meta, "de", text.media_type, text.sha256, text.chapters)
    assert missing_parts(other) == ()
