"""What stands behind the last article: annexes below the signatures, letters, protocols, and marks in their numbers."""

import pytest

from tests.texts.papers import column, docx_of, paragraph, pdf_of
from tests.texts.test_containers import SENTENCE, article, outline_of, parsed
from tracker.texts import read_bytes

SIGNED = {
    "en": "IN WITNESS WHEREOF the undersigned have signed this Agreement.\nDone at Zenda on 3 May 2019.\n"
    "For Arcadia:\nJOHN MAN\nFor Ruritania:\nRUPERT HENTZAU AND\n",
    "es": "EN FE DE LO CUAL los abajo firmantes suscriben el presente Acuerdo.\nHecho en Zenda, el 3 de mayo de 2019.\n"
    "Por Arcadia:\nJUAN DE\n",
    "fr": "EN FOI DE QUOI, les soussignés ont signé le présent accord.\nFait à Zenda, le 3 mai 2019.\n"
    "Pour l'Arcadie :\nJEAN DE\n",
}
ARTICLES = "".join(article(str(number)) for number in range(1, 5))


@pytest.mark.parametrize(
    ("language", "heading", "number"),
    [
        ("en", "ANNEX", "ANNEX"),
        ("en", "ANNEX\nKITES OF SILK", "ANNEX"),
        ("en", "ANNEX I", "ANNEX I"),
        ("en", "Annex on Strings", "Annex"),
        ("en", "ANNEX RULES FOR THE MEASURING OF STRINGS", "ANNEX"),
        ("en", "SCHEDULE 1", "SCHEDULE 1"),
        ("es", "ANEXO", "ANEXO"),
        ("es", "ANEXO REGLAS PARA LOS HILOS", "ANEXO"),
        ("es", "Anexo sobre cometas", "Anexo"),
        ("fr", "ANNEXE", "ANNEXE"),
        ("fr", "ANNEXE A", "ANNEXE A"),
    ],
)
@pytest.mark.parametrize("form", ["txt", "md", "html", "docx", "pdf"])
def test_an_annex_below_the_signatures_is_no_part_of_the_last_article(
    language: str, heading: str, number: str, form: str
) -> None:
    lines = (
        f"{ARTICLES}{SIGNED[language]}{heading}\n1. Kites of paper pass first.\n2. {SENTENCE}\n".splitlines()
    )
    if form == "html":
        data = "".join(f"<p>{line}</p>" for line in lines).encode()
    elif form == "docx":
        data = docx_of("".join(paragraph(line) for line in lines))
    elif form == "pdf":
        data = pdf_of([column(lines)])
    else:
        data = ("\n\n" if form == "md" else "\n").join(lines).encode()
    chapters = read_bytes(data, f"kites.{form}").chapters
    assert [chapter.number for chapter in chapters] == [None, number]
    assert "Kites of paper" in chapters[1].articles[0].text
    assert chapters[0].articles[-1].text.endswith(SIGNED[language].splitlines()[-1])


def test_an_annex_named_after_what_it_is_attached_to_is_one() -> None:
    structure = parsed(
        f"{ARTICLES}PROTOCOL 1\nON STRINGS\n{article('1')}{article('2')}"
        f"ANNEX I to Protocol 1 LIST OF STRINGS\n{SENTENCE}\nANNEX II to Protocol 1\nLIST OF KNOTS\n{SENTENCE}\n"
    )
    assert [(number, heading) for number, heading, _articles in outline_of(structure)] == [
        (None, None),
        ("PROTOCOL 1", "ON STRINGS"),
        ("ANNEX I", "LIST OF STRINGS"),
        ("ANNEX II", "LIST OF KNOTS"),
    ]


@pytest.mark.parametrize(
    "line", ["Annex I to this Agreement applies to kites.", "Annex I to the Agreement, and"]
)
def test_a_sentence_about_an_annex_opens_none(line: str) -> None:
    structure = parsed(f"{article('1')}{line}\n{SENTENCE}\n{article('2')}")
    assert [number for number, _heading, _articles in outline_of(structure)] == [None]


def test_a_heading_printed_twice_is_one_container() -> None:
    structure = parsed(f"{ARTICLES}ANNEX I\nANNEX I to Chapter 1\nSILK\n{article('1')}")
    assert [(number, len(articles)) for number, _heading, articles in outline_of(structure)] == [
        (None, 4),
        ("ANNEX I", 1),
    ]
    assert structure.bare == ()


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        (("ANNEX 9-D", "ANNEX 9-E40", "ANNEX 9-F"), "ANNEX 9-E"),
        (("ANNEX 9-D", "ANNEX 9-E7"), "ANNEX 9-E"),
        (("ANNEX 3", "ANNEX 412", "ANNEX 5"), "ANNEX 4"),
        (("Anexo 13.0", "Anexo 13.11", "Anexo 13.2"), "Anexo 13.1"),
    ],
)
def test_a_footnotes_mark_is_no_part_of_an_annexs_number(numbers: tuple[str, ...], printed: str) -> None:
    structure = parsed(ARTICLES + "".join(f"{number}\nKITES\n{SENTENCE}\n" for number in numbers))
    assert outline_of(structure)[2][0] == printed
    assert f"{numbers[1]} read as {printed}, which follows the article before it" in structure.warnings


def test_a_footnotes_mark_is_no_part_of_an_articles_number() -> None:
    structure = parsed("".join(article(number) for number in ("1", "2", "312", "4", "5")))
    assert [number for _n, _h, articles in outline_of(structure) for number in articles][2] == "Article 3"


@pytest.mark.parametrize(
    "numbers", [("ANNEX 9-D", "ANNEX 9-E40", "ANNEX 9-E41"), ("ANNEX 3", "ANNEX 412", "ANNEX 413")]
)
def test_digits_that_nothing_shows_to_be_a_mark_stay(numbers: tuple[str, ...]) -> None:
    structure = parsed(ARTICLES + "".join(f"{number}\nKITES\n{SENTENCE}\n" for number in numbers))
    assert [number for number, _heading, _articles in outline_of(structure)] == [None, *numbers]


LETTERS = {
    "en": ("Zenda, 3 May 2019\nMinister of Kites\nDear Minister,", "Letter"),
    "en, Excellency": ("Excellency,", "Letter"),
    "es": ("Zenda, 3 de mayo de 2019\nSu Excelencia:", "Carta"),
    "es, Estimado": ("Estimado señor Ministro:", "Carta"),
    "fr": ("Zenda, le 3 mai 2019\nMonsieur le Ministre,", "Lettre"),
}


@pytest.mark.parametrize("kind", LETTERS)
def test_letters_behind_the_signatures_are_containers_of_their_own(kind: str) -> None:
    opening, word = LETTERS[kind]
    letter = f"{opening}\n{SENTENCE}\nWith the assurances of my esteem,\nJOHN MAN\n"
    structure = parsed(f"{ARTICLES}{SIGNED[kind[:2]]}{letter}{letter}")
    assert [number for number, _heading, _articles in outline_of(structure)] == [None, word, word]
    assert structure.chapters[1].articles[0].text.startswith(opening.splitlines()[0])
    assert SENTENCE not in structure.chapters[0].articles[-1].text.partition("Zenda")[2]


def test_a_letter_quoted_in_a_reply_is_part_of_it() -> None:
    structure = parsed(
        f"{ARTICLES}{SIGNED['en']}Dear Minister,\nI have your letter, which reads:\n"
        f"“Dear Minister,\n{SENTENCE}”\nI agree.\n"
    )
    assert [number for number, _heading, _articles in outline_of(structure)] == [None, "Letter"]


def test_a_side_letter_with_a_title_has_it() -> None:
    structure = parsed(f"{ARTICLES}{SIGNED['en']}SIDE LETTER ON STRINGS\nDear Minister,\n{SENTENCE}\n")
    assert [(number, heading) for number, heading, _articles in outline_of(structure)] == [
        (None, None),
        ("SIDE LETTER", "SIDE LETTER ON STRINGS"),
    ]


def test_a_protocol_behind_the_text_of_an_annex_is_one_by_its_title() -> None:
    structure = parsed(
        f"{ARTICLES}ANNEX 1\nCOUNTRIES WITH KITES\nThese are the countries:\n1. Arcadia;\n2. Ruritania;\n"
        f"PROTOCOL\nON STRINGS\n{article('1')}MUTUAL HELP PROTOCOL IN MATTERS OF WIND\n{article('1')}{article('2')}"
    )
    assert [number for number, _heading, _articles in outline_of(structure)] == [
        None,
        "ANNEX 1",
        "PROTOCOL",
        "MUTUAL HELP PROTOCOL IN MATTERS OF WIND",
    ]


@pytest.mark.parametrize("title", ["CODE OF CONDUCT", "RULES OF PROCEDURE\nFOR PANELS"])
def test_the_title_of_an_annex_is_no_instrument_of_its_own(title: str) -> None:
    structure = parsed(f"{ARTICLES}ANNEX 1\n{title}\n{article('1')}{article('2')}")
    assert [(number, len(articles)) for number, _heading, articles in outline_of(structure)] == [
        (None, 4),
        ("ANNEX 1", 2),
    ]


def test_a_chapter_of_the_tariff_stays_in_the_annex_of_an_agreement_without_chapters() -> None:
    structure = parsed(f"{ARTICLES}ANNEX B\nWORKING\nChapter 81\nOther metals\n{SENTENCE}\n")
    assert [number for number, _heading, _articles in outline_of(structure)] == [None, "ANNEX B, Chapter 81"]
