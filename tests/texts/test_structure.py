"""The structure parser: articles and chapters out of lines, whatever the numbering and the layout."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.texts.blocks import plain_blocks
from tracker.texts.decoding import clean, decode
from tracker.texts.html import html_blocks
from tracker.texts.markdown import markdown_blocks
from tracker.texts.structure import Structure, parse_structure


def parsed(text: str) -> Structure:
    return parse_structure(plain_blocks(text))


def outline_of(structure: Structure) -> list[tuple[str | None, list[tuple[str | None, str | None]]]]:
    """Chapter numbers with the numbers and headings of their articles."""
    return [
        (chapter.number, [(article.number, article.heading) for article in chapter.articles])
        for chapter in structure.chapters
    ]


def articles_of(text: str) -> dict[str | None, tuple[str | None, str]]:
    """Heading and text of every article by its number."""
    return {
        article.number: (article.heading, article.text)
        for chapter in parsed(text).chapters
        for article in chapter.articles
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Article 14.11", "Article 14.12"),
        ("ARTICLE 1404", "ARTICLE 1405"),
        ("Artículo 14.11", "Artículo 14.12"),
        ("ARTÍCULO 3", "ARTÍCULO 4"),
        ("Art. 8.81", "Art. 8.82"),
        ("Article 8.61-A", "Article 8.61-B"),
        ("ARTICLE 132-Z", "ARTICLE 132-AA"),
        ("Article XIII.2", "Article XIII.3"),
        ("Article IV", "Article V"),
        ("Article G-01", "Article G-02"),
        ("ARTICLE NINE", "ARTICLE TEN"),
        ("Article 9", "Article 9 bis"),
        ("Article premier", "Article 2"),
        ("Article 4-05", "Article 4-06"),
    ],
)
@pytest.mark.parametrize(
    "layout",
    [
        "{0}\nApples\nApples shall be free of duty.\n{1}\nPears\nPears shall be free of duty.",
        "{0}\n\nApples\n\nApples shall be free of duty.\n\n{1}\n\nPears\n\nPears shall be free of duty.",
        "{0}: Apples\nApples shall be free of duty.\n{1}: Pears\nPears shall be free of duty.",
        "{0} – Apples\n\nApples shall be free of duty.\n\n{1} – Pears\n\nPears shall be free of duty.",
        "{0}. Apples\nApples shall be free of duty.\n{1}. Pears\nPears shall be free of duty.",
        "{0} Apples\nApples shall be free of duty.\n{1} Pears\nPears shall be free of duty.",
        "{0}. Apples. Apples shall be free of duty.\n{1}. Pears. Pears shall be free of duty.",
    ],
)
def test_every_numbering_is_read_in_every_layout(first: str, second: str, layout: str) -> None:
    assert articles_of(layout.format(first, second)) == {
        first: ("Apples", "Apples shall be free of duty."),
        second: ("Pears", "Pears shall be free of duty."),
    }


def test_articles_without_titles_keep_their_first_line() -> None:
    text = "\n".join(
        f"Article {number}\nNo duty on fruit of kind {number} and nothing\nlike a duty shall be raised."
        for number in range(1, 11)
    )
    articles = articles_of(text)
    assert len(articles) == 10
    assert articles["Article 3"] == (
        None,
        "No duty on fruit of kind 3 and nothing\nlike a duty shall be raised.",
    )


def test_a_title_in_two_lines_is_one_title() -> None:
    text = (
        "ARTICLE 1\nFRUIT GROWN ON THE HILLS AND IN\nTHE VALLEYS\nFruit shall pass.\n"
        "ARTICLE 2\nWine,\nCider and Perry\nDrinks shall pass."
    )
    assert [heading for heading, _text in articles_of(text).values()] == [
        "FRUIT GROWN ON THE HILLS AND IN THE VALLEYS",
        "Wine, Cider and Perry",
    ]


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    text = """Article 1: Apples
The duties set out in
Article 3 shall not rise. A Party may act under
Article 2, but not under
Article 8 (Limits), as it stands in accordance with
Article 2.
Article 2: Pears
Pears follow.
Article 3: Plums
Plums come last, see paragraph 2 of
Article 1."""
    articles = articles_of(text)
    assert list(articles) == ["Article 1", "Article 2", "Article 3"]
    assert articles["Article 1"][1].count("Article") == 4


def test_chapters_sections_and_annexes_nest() -> None:
    structure = parsed(
        """Arcadia Fruit Agreement
PREAMBLE
The Parties are fond of fruit.
CHAPTER 1
GENERAL RULES
Article 1.1: Scope
Fruit it is.
CHAPTER 2
TRADE IN SERVICES
Section A: General
Article 2.1: Picking
Pickers may come.
Section B: Electronic Commerce
Article 2.2: Orders
Orders by wire count.
ANNEX 2-A
LIST OF PICKERS
All pickers of good name are on this list, in no order.
CHAPTER 3
END
Article 3.1: Term
It ends."""
    )
    assert outline_of(structure) == [
        (None, [(None, None)]),
        ("CHAPTER 1", [("Article 1.1", "Scope")]),
        ("CHAPTER 2, Section A", [("Article 2.1", "Picking")]),
        ("CHAPTER 2, Section B", [("Article 2.2", "Orders")]),
        ("ANNEX 2-A", [(None, None)]),
        ("CHAPTER 3", [("Article 3.1", "Term")]),
    ]
    headings = [chapter.heading for chapter in structure.chapters]
    assert headings[0] == "Preamble"
    assert headings[3] == "TRADE IN SERVICES / Electronic Commerce"
    assert headings[4] == "LIST OF PICKERS"
    assert structure.opening == ("Arcadia Fruit Agreement",)


def test_parts_stand_above_chapters_or_divide_one() -> None:
    above = parsed(
        "TITLE I\nTRADE\nCHAPTER 1\nFRUIT\nArticle 1\nA.\nTITLE II\nTALK\nCHAPTER 1\nWORDS\nArticle 2\nB."
    )
    assert [chapter.number for chapter in above.chapters] == ["TITLE I, CHAPTER 1", "TITLE II, CHAPTER 1"]
    inside = parsed("CHAPTER 8\nFRUIT\nPART I: SCOPE\nArticle 8.1\nA.\nPART II: RULES\nArticle 8.2\nB.")
    assert [chapter.number for chapter in inside.chapters] == ["CHAPTER 8, PART I", "CHAPTER 8, PART II"]


def test_articles_of_an_annex_may_begin_at_one_again() -> None:
    structure = parsed(
        "CHAPTER 1\nFRUIT\nArticle 1.1: Apples\nA.\nArticle 1.2: Pears\nB.\n"
        "ANNEX 1-A\nJUICE\nArticle 1: Scope\nC.\nArticle 2: Taste\nD.\n"
        "CHAPTER 2\nNUTS\nArticle 2.1: Walnuts\nE."
    )
    assert [len(chapter.articles) for chapter in structure.chapters] == [2, 2, 1]


CONTENTS = """TABLE OF CONTENTS
CHAPTER 1
FRUIT (Articles 1.1 to 1.2)
CHAPTER 2
NUTS (Articles 2.1 to 2.2)
CHAPTER 3
WINE (Article 3.1)
CHAPTER 4
LAST THINGS (Article 4.1)
ANNEX A
LISTS
"""
BODY = """CHAPTER 1
FRUIT
Article 1.1: Apples
Apples are free. {0}
Article 1.2: Pears
Pears are free. {0}
CHAPTER 2
NUTS
Article 2.1: Walnuts
Walnuts are free. {0}
CHAPTER 3
WINE
Article 3.1: Red
Red wine is free. {0}
CHAPTER 4
LAST THINGS
Article 4.1: Term
It ends. {0}
""".format("This is a sentence that makes the article as long as articles are. " * 4)


def test_a_contents_page_is_dropped() -> None:
    structure = parsed(CONTENTS + BODY)
    assert [chapter.number for chapter in structure.chapters] == [f"CHAPTER {n}" for n in (1, 2, 3, 4)]
    assert structure.chapters[0].heading == "FRUIT"


def test_contents_lines_with_leaders_are_dropped() -> None:
    dotted = "Article 1.1 Apples ......... 3\nArticle 1.2 Pears .......... 4\nArticle 2.1 Walnuts ..... 12\n"
    assert len(articles_of(dotted + BODY)) == 5


def test_page_numbers_and_running_headers_are_dropped() -> None:
    pages = [
        f"Article {n}: Kind {n}\nFruit of kind {n} shall pass and not be\n{n}\nFRUIT TREATY\ntaxed."
        for n in range(1, 9)
    ]
    articles = articles_of("\n".join(pages))
    assert len(articles) == 8
    assert articles["Article 4"] == ("Kind 4", "Fruit of kind 4 shall pass and not be\ntaxed.")


@pytest.mark.parametrize("folio", ["{0}", "- {0} -", "Page {0} of 9", "1-{0}", "FR/en {0}"])
def test_page_numbers_of_every_shape_are_dropped(folio: str) -> None:
    text = "\n".join(f"Article {n}: Kind\nIt shall pass.\n{folio.format(n)}" for n in range(1, 10))
    assert {body for _heading, body in articles_of(text).values()} == {"It shall pass."}


def test_numbers_that_are_no_page_numbers_stay() -> None:
    text = "\n".join(f"Article {n}: Kind\n1\nFirst.\n2\nSecond." for n in range(1, 6))
    assert {body for _heading, body in articles_of(text).values()} == {"1\nFirst.\n2\nSecond."}


def test_a_text_without_headings_has_no_articles() -> None:
    structure = parsed("Dear Minister,\nfruit is nice.\nYours")
    assert not structure.has_articles


def test_an_empty_text_gives_nothing() -> None:
    assert parsed("").chapters == ()


def test_an_annex_named_in_the_middle_of_a_chapter_does_not_begin_there() -> None:
    structure = parsed(
        "CHAPTER 9\nFRUIT\nArticle 9.1: Apples\nKinds are listed.\nAnnex 9-C\nArticle 9.2: Pears\nPears too."
    )
    assert [chapter.number for chapter in structure.chapters] == ["CHAPTER 9"]
    assert len(structure.chapters[0].articles) == 2


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "CHAPTER 1",
                "Article 1",
                "Article 1.2: Fruit",
                "ARTICLE 8.61-1",
                "“ARTICLE 3",
                "ANNEX A",
                "Section B",
                "PREAMBLE",
                "TABLE OF CONTENTS",
                "12",
                "- 3 -",
                "",
                "1.",
                "(a)",
                "Fruit shall pass.",
                "in accordance with",
                "end of it.”",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_no_text_breaks_the_parser_and_none_of_its_words_is_made_up(lines: list[str]) -> None:
    text = clean("\n".join(lines))
    structure = parsed(text)
    for chapter in structure.chapters:
        assert chapter.articles
        for article in chapter.articles:
            for line in article.text.split("\n"):
                assert line.strip() in text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_decoder_or_the_readers(data: bytes) -> None:
    text = clean(decode(data)[0])
    assert "\x00" not in text
    html_blocks(text)
    markdown_blocks(text)


HOSTILE = {
    "dots": ". " * 300_000,
    "stars": "* a " * 100_000,
    "underscores": "_a" * 100_000,
    "leaders": "Article 1 " + "." * 300_000,
    "one long line": "Article 1: " + "the fruit " * 100_000,
    "many headings": "Article 1\n" * 20_000,
    "many numbers": "\n".join(str(number % 7) for number in range(20_000)),
    "many quotes": '"ARTICLE 1\n' * 5_000,
}


@pytest.mark.serial
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts_take_no_more_than_their_time(case: str) -> None:
    started = time.process_time()
    parse_structure(plain_blocks(HOSTILE[case]))
    parse_structure(markdown_blocks(HOSTILE[case]))
    assert time.process_time() - started < 20


def test_deeply_nested_html_does_no_harm() -> None:
    assert html_blocks("<div>" * 20_000 + "fruit" + "</div>" * 20_000) is not None
