"""Containers: every chapter, annex and protocol is apart, and every article stands in its own."""

from pathlib import Path

import pytest

from tests.conftest import SHARED
from tracker.texts import read_bytes
from tracker.texts.blocks import Block, plain_blocks
from tracker.texts.headings import recognise
from tracker.texts.structure import Structure, parse_structure
from tracker.texts.types import AgreementText

CASES = SHARED / "audit" / "cases"


def parsed(text: str) -> Structure:
    return parse_structure(plain_blocks(text))


def outline_of(structure: Structure | AgreementText) -> list[tuple[str | None, str | None, list[str | None]]]:
    """Number and heading of every container with the numbers of its articles."""
    return [
        (chapter.number, chapter.heading, [article.number for article in chapter.articles])
        for chapter in structure.chapters
    ]


def case(name: str) -> AgreementText:
    """An input of the audit."""
    path: Path = CASES / name
    if not path.exists():
        pytest.skip(f"{path} is not here: the inputs of the audit lie beside the repository, not in it")
    return read_bytes(path.read_bytes(), path.name)


def counts(agreement: AgreementText) -> dict[str | None, int]:
    """Numbered articles of each container that has any."""
    found = {
        chapter.number: sum(article.number is not None for article in chapter.articles)
        for chapter in agreement.chapters
    }
    return {number: count for number, count in found.items() if count}


SENTENCE = "Each Party shall let the kites of the other Party fly as high as its own."


def article(number: str, title: str = "Kites") -> str:
    return f"Article {number}\n{title}\n{SENTENCE}\n"


def test_marked_chapter_headings_that_count_up_are_no_page_numbers() -> None:
    blocks = [
        Block(line, marked=line.startswith(("CHAPTER", "Article")), spaced=True)
        for chapter in range(1, 6)
        for line in f"CHAPTER {chapter}\nKITES OF KIND {chapter}\n{article(f'{chapter}.1')}".splitlines()
    ]
    assert [number for number, _heading, _articles in outline_of(parse_structure(blocks))] == [
        f"CHAPTER {chapter}" for chapter in range(1, 6)
    ]


def test_a_protocol_without_a_number_is_a_container_with_parts_of_its_own() -> None:
    structure = parsed(
        f"PART I\nGENERAL\n{article('1')}{article('2')}PART II\nLAST THINGS\n{article('3')}"
        f"PROTOCOL ON TRADE IN\nKITES\nPREAMBLE\nWe are fond of kites, and of the wind that carries them.\n"
        f"PART I\nGENERAL\n{article('1')}PART II\nRULES\n{article('2')}PART III\nEND\n{article('3')}"
        f"PROTOCOL ON TRADE IN STRING\nPART I\nGENERAL\n{article('1')}"
    )
    assert outline_of(structure) == [
        ("PART I", "GENERAL", ["Article 1", "Article 2"]),
        ("PART II", "LAST THINGS", ["Article 3"]),
        ("PROTOCOL", "PROTOCOL ON TRADE IN KITES", [None]),
        ("PROTOCOL, PART I", "PROTOCOL ON TRADE IN KITES / GENERAL", ["Article 1"]),
        ("PROTOCOL, PART II", "PROTOCOL ON TRADE IN KITES / RULES", ["Article 2"]),
        ("PROTOCOL, PART III", "PROTOCOL ON TRADE IN KITES / END", ["Article 3"]),
        ("PROTOCOL, PART I", "PROTOCOL ON TRADE IN STRING / GENERAL", ["Article 1"]),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "PARTY-SPECIFIC PERIODS",
        "PARTS OF KITES",
        "PARTY",
        "SCHEDULED",
        "SECTIONS",
        "Annex on kites shall apply.",
        "Annex to this Agreement",
        "Protocol of the meeting",
    ],
)
def test_a_plural_or_a_line_in_mid_chapter_is_no_container(line: str) -> None:
    structure = parsed(f"CHAPTER 1\nKITES\n{article('1')}{line}\n{article('2')}")
    assert outline_of(structure) == [("CHAPTER 1", "KITES", ["Article 1", "Article 2"])]


def test_chapters_of_an_annex_stay_in_it_and_the_agreement_goes_on_after_it() -> None:
    structure = parsed(
        f"CHAPTER 1\nGENERAL\n{article('1.1')}CHAPTER 2\nGOODS\n{article('2.1')}"
        f"ANNEX 2A\nRULES FOR GOODS\nCHAPTER 1\nLIVE BIRDS\n{SENTENCE}\nCHAPTER 2\nSTRING\n{SENTENCE}\n"
        f"CHAPTER 3\nPAPER\n{SENTENCE}\nANNEX 2B\nMORE\n{article('1')}{article('2')}"
        f"CHAPTER 3\nSERVICES\n{article('3.1')}{article('3.2')}"
    )
    assert [(number, articles) for number, _heading, articles in outline_of(structure)] == [
        ("CHAPTER 1", ["Article 1.1"]),
        ("CHAPTER 2", ["Article 2.1"]),
        ("ANNEX 2A, CHAPTER 1", [None]),
        ("ANNEX 2A, CHAPTER 2", [None]),
        ("ANNEX 2A, CHAPTER 3", [None]),
        ("ANNEX 2B", ["Article 1", "Article 2"]),
        ("CHAPTER 3", ["Article 3.1", "Article 3.2"]),
    ]


def test_an_appendix_is_part_of_its_annex() -> None:
    structure = parsed(
        f"{article('1')}{article('2')}ANNEX I\nRULES\n{article('1')}APPENDIX 1\nLISTS\n{SENTENCE}\n"
        f"APPENDIX 2\nMORE LISTS\n{SENTENCE}\nANNEX II\nWORDS\n{article('1')}"
    )
    assert [number for number, _heading, _articles in outline_of(structure)] == [
        None,
        "ANNEX I",
        "ANNEX I, APPENDIX 1",
        "ANNEX I, APPENDIX 2",
        "ANNEX II",
    ]


def test_a_table_of_an_annex_that_names_articles_has_none() -> None:
    structure = parsed(
        "CHAPTER 4\nCUSTOMS\n"
        + "".join(article(f"4.{number}") for number in range(1, 6))
        + f"ANNEX 4A\nPERIODS\n{SENTENCE}\nArticle 4.2\n3 years\nArticle 4.4\n5 years\nArticle 4.2 Article 4.5\n"
        + f"CHAPTER 5\nHEALTH\n{article('5.1')}"
    )
    assert [(number, len(articles)) for number, _heading, articles in outline_of(structure)] == [
        ("CHAPTER 4", 5),
        ("ANNEX 4A", 1),
        ("CHAPTER 5", 1),
    ]


def test_short_articles_before_a_protocol_are_no_contents_page() -> None:
    short = "".join(
        f"Article {number}\nKites of kind {number}\nThey fly freely between the Parties.\n"
        for number in range(1, 8)
    )
    other = "".join(f"Article {number}\nPanel {number}\n{SENTENCE * 4}\n" for number in range(1, 8))
    structure = parsed(f"AGREEMENT ON KITES\n{short}PROTOCOL 1\nPANELS\n{other}")
    assert [len(articles) for _number, _heading, articles in outline_of(structure)] == [7, 7]
    assert structure.left_out == ()


def test_headings_left_out_with_a_contents_page_are_reported() -> None:
    titles = "".join(f"Article {number}\nKites of kind {number}\n" for number in range(1, 7))
    text = "".join(f"Article {number}\nKites of kind {number}\n{SENTENCE * 4}\n" for number in range(1, 7))
    structure = parsed(f"CONTENTS\n{titles}{text}")
    assert structure.left_out == tuple(f"Article {number}" for number in range(1, 7))
    assert any("6 lines that read like headings left out" in warning for warning in structure.warnings)


def test_the_preamble_keeps_its_first_line() -> None:
    structure = parsed(
        f"PREAMBLE\nThe Governments of Arcadia and Ruritania\nare fond of kites.\n{article('1')}"
    )
    assert structure.chapters[0].articles[0].text.startswith("The Governments of Arcadia")


@pytest.mark.parametrize(
    "numbers", [("2", "2a", "2b", "3"), ("23", "23bis", "24"), ("132-Z", "132-AA", "133")]
)
def test_letters_and_latin_words_belong_to_the_number(numbers: tuple[str, ...]) -> None:
    structure = parsed("".join(article(number) for number in numbers))
    assert [number for _n, _h, articles in outline_of(structure) for number in articles] == [
        f"Article {number}" for number in numbers
    ]


def test_audit_marked_chapters() -> None:
    agreement = case("chapter-headings-taken-for-page-numbers/zenda.html")
    assert counts(agreement) == {"CHAPTER 1": 2, "CHAPTER 2": 2, "CHAPTER 3": 3, "CHAPTER 4": 2}


def test_audit_contents_page() -> None:
    assert sum(counts(case("contents-page-eats-articles/kites.txt")).values()) == 15


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("letters.txt", ["1", "2", "2a", "2b", "3"]), ("eurlex_consolidated.html", ["1", "2", "2a"])],
)
def test_audit_small_letters(name: str, numbers: list[str]) -> None:
    agreement = case(f"article-number-small-letter/{name}")
    found = [one.number for chapter in agreement.chapters for one in chapter.articles if one.number]
    assert found == [f"Article {number}" for number in numbers]


def test_audit_protocol_without_a_number() -> None:
    agreement = case("protocol-without-number-is-no-container/zenda.txt")
    assert counts(agreement) == {"PART I": 1, "PART II": 2, "PROTOCOL": 2}
    assert [chapter.number for chapter in agreement.chapters][-1] == "SCHEDULES"


def test_page_numbers_that_run_into_the_next_line_are_cut_off() -> None:
    pages = "".join(
        f"Article 3.{number}: Kites\n{SENTENCE}\nA kite flies on\n3-{number}a string.\n"
        for number in range(1, 10)
    )
    structure = parsed(
        f"{pages}3-10CHAPTER 4\nSTRINGS\nArticle 4.1: String\n4-1{SENTENCE}\n4-2Article 4.2: Knots\n4-34. {SENTENCE}\n"
    )
    assert [(number, len(articles)) for number, _heading, articles in outline_of(structure)] == [
        (None, 9),
        ("CHAPTER 4", 2),
    ]
    assert structure.chapters[0].articles[0].text.endswith("A kite flies on\na string.")
    assert [one.text for one in structure.chapters[1].articles] == [SENTENCE, f"4. {SENTENCE}"]


def test_numbers_with_a_hyphen_that_do_not_count_up_stay() -> None:
    lines = [f"3-{number} kites" for number in (7, 7, 2, 9, 4, 4, 8)]
    structure = parsed(f"{article('1')}{chr(10).join(lines)}\n{article('2')}")
    assert all(line in structure.chapters[0].articles[0].text for line in lines)


def test_an_annex_with_dotted_numbers_of_its_own_keeps_them() -> None:
    structure = parsed(
        "".join(
            f"CHAPTER {chapter}\nKITES\n{article(f'{chapter}.1')}{article(f'{chapter}.2')}"
            for chapter in (1, 2)
        )
        + f"ANNEX III\nMORE\n{article('1.1')}{article('1.2')}{article('2.1')}"
    )
    assert [len(articles) for _number, _heading, articles in outline_of(structure)] == [2, 2, 3]


RANGES = (
    "TABLE OF CONTENTS PREAMBLE CHAPTER 1 KITES (Articles 1.1 and 1.2) CHAPTER 2 STRINGS\n"
    "SECTION A Knots (Articles 2.1 to 2.2)\nSECTION B Ends (Article 2.3)\n"
    "CHAPTER 3 WIND (Article 3.1) CHAPTER 4 RAIN (Article 4.1)\n"
    "CHAPTER 5 SUN (Article 5.1)\nCHAPTER 6 LAST THINGS (Article 6.1)\nANNEX 2-A LIST OF KNOTS\n"
)


def test_chapters_whose_heading_is_missing_begin_where_the_numbers_say() -> None:
    body = (
        f"PREAMBLE\nArcadia and Ruritania like kites very much.\nKITES\n{article('1.1')}{article('1.2')}"
        f"STRINGS\nSECTION A Knots\n{article('2.1')}{article('2.2')}SECTION B\nEnds\n{article('2.3')}"
        + "".join(f"{title}\n{article(f'{n}.1')}" for n, title in ((3, "WIND"), (4, "RAIN"), (5, "SUN")))
        + f"LAST THINGS\n{article('6.1')}{SENTENCE * 3}"
    )
    structure = parsed(f"AGREEMENT ON KITES\n{RANGES}{body}")
    assert [(number, heading, len(articles)) for number, heading, articles in outline_of(structure)][1:] == [
        ("CHAPTER 1", "KITES", 2),
        ("CHAPTER 2, SECTION A", "STRINGS / Knots", 2),
        ("CHAPTER 2, SECTION B", "STRINGS / Ends", 1),
        ("CHAPTER 3", "WIND", 1),
        ("CHAPTER 4", "RAIN", 1),
        ("CHAPTER 5", "SUN", 1),
        ("CHAPTER 6", "LAST THINGS", 1),
    ]
    assert any("6 chapter headings are missing" in warning for warning in structure.warnings)


def test_no_chapter_is_made_up_where_nothing_names_chapters() -> None:
    structure = parsed(
        "".join(f"Section {n}. Kites\n{article(f'{n}.1')}{article(f'{n}.2')}" for n in range(1, 5))
    )
    assert [number for number, _heading, _articles in outline_of(structure)] == [
        f"Section {n}" for n in range(1, 5)
    ]


def test_a_letter_without_a_space_before_it_is_an_annex_number() -> None:
    structure = parsed(f"ANNEX A\nKITES\n{article('1')}{article('2')}\nANNEXB\nSTRINGS\n{article('1')}")
    assert [number for number, _heading, _articles in outline_of(structure)] == ["ANNEX A", "ANNEX B"]


def test_the_title_of_an_annex_is_no_container() -> None:
    structure = parsed(
        f"{article('1')}{article('2')}ANNEX I\nSCHEDULE OF KITES\n{SENTENCE}\nANNEX II\nWORDS\n{SENTENCE}"
    )
    assert [(number, heading) for number, heading, _articles in outline_of(structure)][1:] == [
        ("ANNEX I", "SCHEDULE OF KITES"),
        ("ANNEX II", "WORDS"),
    ]


def test_a_footnote_mark_is_no_part_of_a_chapter_number() -> None:
    structure = parsed(
        "".join(
            f"CHAPTER {n}\nKITES\n{article(str(at))}" for at, n in enumerate(("1", "2", "337", "4"), start=1)
        )
    )
    assert [number for number, _heading, _articles in outline_of(structure)] == [
        f"CHAPTER {n}" for n in (1, 2, 3, 4)
    ]
    assert any("CHAPTER 337 read as CHAPTER 3" in warning for warning in structure.warnings)


def test_a_title_that_begins_with_a_number_is_no_part_of_the_articles_number() -> None:
    structure = parsed(f"Article 11.43: Kites\n{SENTENCE}\nArticle 11.44: 18-Month Flights\n{SENTENCE}")
    assert outline_of(structure)[0][2] == ["Article 11.43", "Article 11.44"]


def test_a_page_number_that_ran_into_a_chapters_heading_is_cut_off() -> None:
    structure = parsed(
        "11B-3CHAPTER 12\nKITES\nArticle 12.1: Scope\nKites shall fly.\nArticle 12.2: Wind\nWind shall blow."
    )
    assert outline_of(structure) == [("CHAPTER 12", "KITES", ["Article 12.1", "Article 12.2"])]


def test_chapters_of_a_tariff_schedule_are_not_the_agreements_own() -> None:
    lines = [
        "CHAPTER 1",
        "Kites",
        "Article 1",
        "Kites shall fly over all of the land.",
        "ANNEX I-A",
        "Tariff Schedule",
    ]
    for number, goods in ((7, "VEGETABLES"), (10, "CEREALS"), (29, "CHEMICALS")):
        lines += [f"CHAPTER {number}", goods, "Rate of duty 5 % for all of these goods in every year."]
    assert [number for number, _heading, _articles in outline_of(parsed("\n".join(lines)))][1:] == [
        "ANNEX I-A, CHAPTER 7",
        "ANNEX I-A, CHAPTER 10",
        "ANNEX I-A, CHAPTER 29",
    ]


@pytest.mark.parametrize(
    ("printed", "path", "suffix"),
    [
        ("Décimo Tercero", (13,), ""), ("Decimotercero", (13,), ""), ("Vigésimo primero", (21,), ""),
        ("Séptimo", (7,), ""), ("Único", (1,), ""), ("vingt et un", (21,), ""), ("Trente-deux", (32,), ""),
        ("Twenty-one", (21,), ""), ("Veintidós", (22,), ""), ("Quincuagésimo Cuarto", (54,), ""), ("Nono", (9,), ""),
        ("2a", (2,), "A"), ("132-AA", (132,), "AA"), ("23bis", (23,), "B"), ("5 ter", (5,), "C"), ("1er", (1,), ""),
    ],
)  # fmt: skip
def test_numbers_in_words_and_with_letters_are_read(printed: str, path: tuple[int, ...], suffix: str) -> None:
    heading = recognise(f"Artículo {printed}")
    assert heading is not None and heading.value is not None
    assert (heading.value.path, heading.value.suffix) == (path, suffix)
