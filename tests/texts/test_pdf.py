"""PDF: columns, hyphens, headers, footnotes, and the files that are refused."""

import pytest

from tests.texts.papers import column, pdf_of, scan_of
from tracker.errors import BadInput
from tracker.texts import RawDocument, raw_document, read_bytes
from tracker.texts.blocks import Block
from tracker.texts.pdf import read_pdf
from tracker.texts.raw import PDF
from tracker.texts.scans import ScanOnly

KINDS = ("", "red", "green", "blue", "round", "ripe")
FRUIT = column(
    [
        "FRUIT AGREEMENT BETWEEN NEW ZEALAND AND CHILE",
        "",
        "**Article 1: Apples",
        "",
        "Neither Party shall tax an apple that comes from the or-",
        "chards of the other Party, nor apply a non-",
        "tariff measure to it. A non-tariff measure is a measure.",
        "",
        "**Article 2: Pears",
        "",
        "Pears of the orchards follow apples.",
    ]
)


def texts(data: bytes, name: str = "fruit.pdf") -> dict[str | None, tuple[str | None, str]]:
    """Heading and text of every article by number."""
    return {
        part.number: (part.heading, part.text)
        for chapter in read_bytes(data, name).chapters
        for part in chapter.articles
    }


def lines(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data, "x.pdf").blocks]


def test_a_pdf_is_read_article_by_article() -> None:
    found = read_bytes(pdf_of([FRUIT]), "fruit.pdf")
    assert (found.media_type, found.meta.parties) == (PDF, ("NZL", "CHL"))
    assert texts(pdf_of([FRUIT])) == {
        None: (None, "FRUIT AGREEMENT BETWEEN NEW ZEALAND AND CHILE"),
        "Article 1": (
            "Apples",
            "Neither Party shall tax an apple that comes from the orchards\n"
            "of the other Party, nor apply a non-tariff\nmeasure to it. A non-tariff measure is a measure.",
        ),
        "Article 2": ("Pears", "Pears of the orchards follow apples."),
    }


def test_bold_headings_are_marked_and_gaps_are_paragraphs() -> None:
    blocks = read_pdf(pdf_of([FRUIT]), "x.pdf").blocks
    assert blocks[1] == Block("Article 1: Apples", marked=True, spaced=True)
    assert [block.spaced for block in blocks[2:5]] == [True, False, False]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"Line {number} of the left column is as wide as" for number in range(1, 11)]
    right = [f"Line {number} of the right column is no less" for number in range(1, 11)]
    title = [(72.0, 800.0, "A TITLE THAT RUNS ACROSS BOTH OF THE COLUMNS BELOW IT ON THE PAGE")]
    both = [*title, *column(left, 60), *column(right, 320)]
    assert lines(pdf_of([both])) == [title[0][2], *left, *right]
    # As many programs write it: line by line across the page.
    across = [
        title[0],
        *(part for pair in zip(column(left, 60), column(right, 320), strict=True) for part in pair),
    ]
    assert lines(pdf_of([across])) == [title[0][2], *left, *right]


def test_a_table_is_read_row_by_row() -> None:
    cells = [*column([f"item {n}" for n in range(9)], 60), *column([f"{n} %" for n in range(9)], 400)]
    assert lines(pdf_of([cells]))[:2] == ["item 0 0 %", "item 1 1 %"]


def test_headers_footers_and_page_numbers_are_dropped() -> None:
    pages = [
        [
            (200.0, 810.0, "Arcadia-Ruritania Fruit Treaty"),
            (72.0, 795.0, "Chapter 3: Fruit"),
            *column([f"Article 3.{page}: Kind {page}", f"Fruit that is {KINDS[page]} is free"], top=760),
            *column([f"of all duties, as is what is {KINDS[page - 1]}."], top=100),
            (290.0, 30.0, f"3-{page}"),
        ]
        for page in range(1, 6)
    ]
    found = read_bytes(pdf_of(pages), "fruit.pdf")
    assert [(chapter.number, chapter.heading) for chapter in found.chapters] == [("Chapter 3", "Fruit")]
    (chapter,) = found.chapters
    assert [part.text for part in chapter.articles][2].split() == [
        "Fruit",
        "that",
        "is",
        "blue",
        "is",
        "free",
        *["of", "all", "duties,", "as", "is", "what", "is", "green."],
    ]
    assert len(chapter.articles) == 5


def test_footnotes_are_kept_apart_and_put_below_their_article() -> None:
    page = [
        *column(
            [
                "Article 1: Apples",
                "Apples^1 are free and apples of the hills are too.",
                "Article 2: Pears",
                "Pears^2 are free.",
            ]
        ),
        *column(["^1 Of any colour, be it", "green.", "2 Of any size."], top=90),
    ]
    found = texts(pdf_of([page], small_below=100))
    assert found["Article 1"][1] == (
        "Apples [^1] are free and apples of the hills are too.\n\n[1] Of any colour, be it green."
    )
    assert "Pears [^2] are free." in found["Article 2"][1]
    assert "[2] Of any size." in found["Article 2"][1]


def test_a_sentence_that_runs_over_the_page_is_one_paragraph() -> None:
    first, second = (
        column(["Article 1: Apples", "The Parties let apples"]),
        column(["pass.", "", "They may."]),
    )
    blocks = read_pdf(pdf_of([first, second]), "x.pdf").blocks
    assert [(block.text, block.spaced) for block in blocks[2:]] == [("pass.", False), ("They may.", True)]


def test_a_scan_is_recognised_and_never_stored_empty() -> None:
    with pytest.raises(ScanOnly, match=r"^x\.pdf: is a scan without a text layer \(3 of 3 .*run OCR first"):
        read_bytes(scan_of(3), "x.pdf")
    with pytest.raises(BadInput, match="is a scan without a text layer"):
        read_bytes(scan_of(3, [FRUIT]), "x.pdf")


def test_a_few_pages_of_pictures_are_reported() -> None:
    found = read_bytes(scan_of(1, [FRUIT, column(["And so on, with more words."])]), "x.pdf")
    assert "1 pages are pictures without text, which is missing here (page 1)" in found.warnings


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf_of([FRUIT], password="pear"), "is encrypted with a password"),
        (pdf_of([FRUIT])[:300], "broken PDF"),
        (b"%PDF-1.7 ...", "broken PDF"),
        (b"\n<!DOCTYPE html><html><body>Please sign in</body></html>", "is an HTML page, not a PDF"),
        (b"Dear Minister", "is not a PDF inside"),
        (pdf_of([[]]), "the PDF has no text at all"),
        (pdf_of([column(["Dear Minister,", "fruit is nice and so are you."])]), "no article headings found"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=rf"^x\.pdf: .*{message}") as caught:
        read_bytes(data, "x.pdf")
    assert "\n" not in str(caught.value)


def test_pages_and_characters_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.texts.pdf.MAX_PAGES", 2)
    with pytest.raises(BadInput, match="has 3 pages; the limit for one text is 2"):
        read_bytes(pdf_of([FRUIT] * 3), "x.pdf")
    monkeypatch.setattr("tracker.texts.pdf.MAX_CHARACTERS", 100)
    with pytest.raises(BadInput, match="has more than 100 characters"):
        read_bytes(pdf_of([FRUIT]), "x.pdf")


def test_a_pdf_is_known_by_its_bytes_where_the_name_does_not_say() -> None:
    raw = raw_document(pdf_of([FRUIT]), "download?id=7")
    assert isinstance(raw, RawDocument)
    assert raw.media_type == PDF
