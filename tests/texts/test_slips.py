"""Slips met in real texts: misread numbers, lost headings, new articles inside quotation marks."""

import pytest

from tests.texts.test_structure import articles_of, outline_of, parsed


def test_slips_in_numbers_are_put_right_and_reported() -> None:
    letters = "ABCDEFGH"
    text = "\n".join(f"ARTICLE 8.61-{letter}\nKind {letter}\nIt shall pass." for letter in letters)
    structure = parsed(f"{text}\nARTICLE 8.61-1\nKind I\nIt shall pass.\nARTICLE8.62\nEnd\nIt ends.")
    numbers = [article.number for chapter in structure.chapters for article in chapter.articles]
    assert numbers[-2:] == ["ARTICLE 8.61-I", "ARTICLE 8.62"]
    assert structure.warnings == (
        "ARTICLE 8.61-1 read as ARTICLE 8.61-I, which follows the article before it",
        "1 headings have no space before the number (ARTICLE8.62)",
    )


def test_a_nought_for_a_letter_is_put_right_and_lost_spaces_in_words_are_left() -> None:
    letters = "ABCDEFGHIJKLMN"
    text = "\n".join(f"ARTICLE 8.61-{letter}\nKind {letter}\nIt shall pass." for letter in letters)
    structure = parsed(f"{text}\nARTICLE 8.61-0\nScope ofthe Kind\nThe duty ofthe Party ends.")
    last = structure.chapters[0].articles[-1]
    assert (last.number, last.heading, last.text) == (
        "ARTICLE 8.61-O",
        "Scope ofthe Kind",
        "The duty ofthe Party ends.",
    )


def test_a_first_article_in_every_chapter_is_no_running_header() -> None:
    text = "\n".join(
        f"{chapter:02}\nARTICLE 1\nKind {chapter}\nIt passes.\nARTICLE 2\nEnd\nIt ends."
        for chapter in range(1, 9)
    )
    numbers = [article.number for chapter in parsed(text).chapters for article in chapter.articles]
    assert numbers.count("ARTICLE 1") == 8


@pytest.mark.parametrize("word", ["ARTCLE", "ARTÍTÍCULO", "ARTICULE", "ARTICIE"])
def test_misprinted_words_for_article_are_headings(word: str) -> None:
    numbers = list(articles_of(f"ARTICLE 1\nApples\nThey pass.\n{word} 2\nPears\nThey pass too."))
    assert numbers == ["ARTICLE 1", f"{word} 2"]


LOST = """ARTICLE 8.1
Apples
1.
Apples shall pass.
2.
They shall not be taxed.
{0}
1.
Pears shall pass.
2.
They shall not be taxed either.
ARTICLE 8.3
Plums
Plums shall pass."""


def test_a_lost_heading_line_is_found_by_its_title() -> None:
    structure = parsed(LOST.format("Juicy pears"))
    assert outline_of(structure) == [
        (None, [("ARTICLE 8.1", "Apples"), ("ARTICLE 8.2", "Juicy pears"), ("ARTICLE 8.3", "Plums")])
    ]
    assert structure.chapters[0].articles[1].text.startswith("1.\nPears shall pass.")
    assert structure.warnings == (
        "heading line of ARTICLE 8.2 is missing in the text; found by its title and number",
    )


def test_a_gap_that_cannot_be_filled_is_reported_not_guessed() -> None:
    structure = parsed(LOST.format("and so on;"))
    assert [article.number for article in structure.chapters[0].articles] == ["ARTICLE 8.1", "ARTICLE 8.3"]
    assert structure.warnings == ("no heading found for article 8.2, after ARTICLE 8.1",)


TWO_LOST = LOST.replace("ARTICLE 8.3", "ARTICLE 8.4").replace(
    "They shall not be taxed either.",
    "They shall not be taxed either.\nSour cherries\n1.\nCherries shall pass.{more}",
)


def test_two_lost_headings_are_found_by_two_titles_and_not_by_more() -> None:
    found = parsed(TWO_LOST.replace("{more}", "").format("Juicy pears"))
    assert outline_of(found) == [
        (
            None,
            [
                ("ARTICLE 8.1", "Apples"),
                ("ARTICLE 8.2", "Juicy pears"),
                ("ARTICLE 8.3", "Sour cherries"),
                ("ARTICLE 8.4", "Plums"),
            ],
        )
    ]
    third = "\nRipe figs\n1.\nFigs shall pass."
    unclear = parsed(TWO_LOST.replace("{more}", third).format("Juicy pears"))
    assert [article.number for article in unclear.chapters[0].articles] == ["ARTICLE 8.1", "ARTICLE 8.4"]
    assert unclear.warnings == ("no heading found for article 8.2 to 8.3, after ARTICLE 8.1",)


def test_numbers_that_the_contents_page_names_and_no_heading_has_are_said_to_be_missing() -> None:
    fruits = ("APPLES", "PEARS", "PLUMS", "CHERRIES", "FIGS")
    contents = [f"CHAPTER {n} {fruit} (Articles {n}.1 to {n}.3)" for n, fruit in enumerate(fruits, start=1)]
    text = [
        line
        for n, fruit in enumerate(fruits, start=1)
        for line in (
            f"CHAPTER {n}",
            fruit,
            *(
                part
                for article in range(1, 4 if n != 4 else 3)
                for part in (
                    f"Article {n}.{article}: Trade",
                    "All of these fruits shall pass the border on every day.",
                )
            ),
        )
    ]
    structure = parsed("\n".join(["FRUIT TREATY", "TABLE OF CONTENTS", *contents, *text]))
    assert (
        "1 article numbers missing: the contents page names them, no heading has them (4.3)"
        in structure.warnings
    )


AMENDING = """ARTICLE 1
Amendments
The Fruit Treaty shall be amended as set out in the Annex.
ANNEX
1. Article 6 (Nuts) shall be replaced by the following:
“ARTICLE 6
Nuts and Seeds
1. Nuts and “seeds” shall pass.
2. So shall kernels.”
2. After Article 6 (Nuts), insert the following:
“ARTICLE 6-A
Berries
Berries shall pass.”
3. In Article 9, the word "plum" shall be omitted."""


@pytest.mark.parametrize("text", [AMENDING, AMENDING.replace("“", '"').replace("”", '"')])
def test_articles_inside_quotation_marks_end_where_the_quotation_does(text: str) -> None:
    annex = parsed(text).chapters[-1]
    assert [article.number for article in annex.articles] == [None, "ARTICLE 6", "ARTICLE 6-A"]
    instructions, nuts, berries = annex.articles
    assert nuts.heading == "Nuts and Seeds"
    assert "2. After" not in nuts.text
    assert berries.text.startswith("Berries shall pass.")
    assert "2. After" in instructions.text
    assert "3. In Article 9" in instructions.text
