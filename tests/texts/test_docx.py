"""docx: paragraphs, list numbers, tables, footnotes, and the files that are refused."""

import pytest

from tests.texts.papers import docx_of, paragraph
from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts import read_bytes
from tracker.texts.blocks import Block
from tracker.texts.docx import read_docx
from tracker.texts.enumerating import letters, roman
from tracker.texts.raw import DOCX
from tracker.texts.scans import ScanOnly

STYLES = (
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Art"><w:name w:val="Article"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:styleId="Para"><w:name w:val="Para"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("bullet", "-"))
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for level, (style, pattern) in enumerate(LEVELS)
    )
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
NOTES = (
    f'<w:footnote w:id="0">{paragraph("separator")}</w:footnote>'
    f'<w:footnote w:id="4">{paragraph("Of any colour.")}</w:footnote>'
)
TREATY = (
    paragraph("Fruit Agreement between New Zealand and Chile")
    + paragraph("Article 1: Apples^4", style="Art")
    + paragraph("Apples shall pass, if:", style="Para")
    + paragraph("red; or", number=(1, 1))
    + paragraph("green:", number=(1, 1))
    + paragraph("pale green;", number=(1, 2))
    + paragraph("dark green.", number=(1, 2))
    + paragraph("They shall not be taxed.", style="Para")
    + paragraph("")
    + paragraph("Article 2: Pears", style="Art")
    + paragraph("Pears shall pass.", number=(2, 0))
    + "<w:tbl><w:tr>"
    + f"<w:tc>{paragraph('Pear')}</w:tc><w:tc>{paragraph('free')}{paragraph('of duty')}</w:tc>"
    + f"</w:tr><w:tr><w:tc>{paragraph('A row of one cell.')}</w:tc></w:tr></w:tbl>"
)


def blocks(body: str) -> list[str]:
    return [
        block.text for block in read_docx(docx_of(body, numbering=NUMBERING, styles=STYLES), "x.docx").blocks
    ]


def test_a_docx_is_read_article_by_article_with_its_list_numbers() -> None:
    data = docx_of(TREATY, numbering=NUMBERING, styles=STYLES, footnotes=NOTES)
    found = read_bytes(data, "fruit.docx")
    assert (found.media_type, found.meta.parties) == (DOCX, ("NZL", "CHL"))
    first, second = found.chapters[-1].articles
    assert (first.number, first.heading) == ("Article 1", "Apples")
    assert first.text.split("\n\n") == [
        "1. Apples shall pass, if:",
        "(a) red; or",
        "(b) green:",
        "(i) pale green;",
        "(ii) dark green.",
        "2. They shall not be taxed.",
        "[1] Of any colour.",
    ]
    assert second.text.split("\n\n") == ["1. Pears shall pass.", "Pear free of duty", "A row of one cell."]


def test_heading_styles_are_marked_also_where_they_are_inherited() -> None:
    data = docx_of(paragraph("Apples", style="Art") + paragraph("Text", style="Para"), styles=STYLES)
    assert [block.marked for block in read_docx(data, "x.docx").blocks] == [True, False]


def test_breaks_tabs_and_changes_are_read_as_word_shows_them() -> None:
    body = (
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>, four</w:t></w:r></w:ins></w:p>"
    )
    found = read_docx(docx_of(body), "x.docx")
    assert found.blocks == [Block("one", spaced=True), Block("two three, four")]
    assert found.warnings == ("tracked changes read as accepted",)


def test_lists_of_which_nothing_is_known_keep_their_words() -> None:
    assert blocks(paragraph("fruit", number=(99, 0)) + paragraph("nuts", number=(1, 8))) == ["fruit", "nuts"]


def test_bullets_are_dashes() -> None:
    assert blocks(paragraph("fruit", number=(1, 3))) == ["– fruit"]


def test_letters_and_numerals() -> None:
    assert [letters(n) for n in (0, 1, 26, 27)] == ["", "a", "z", "aa"]
    assert [roman(n) for n in (1, 4, 9, 40, 1999, 0, 5000)] == ["i", "iv", "ix", "xl", "mcmxcix", "0", "5000"]


def bomb() -> bytes:
    return docx_of(paragraph("a" * 3_000_000))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rest", "broken docx"),
        (b"\xd0\xcf\x11\xe0 old", "encrypted or old Word document"),
        (b"<html>sign in</html>", "is an HTML page, not a docx"),
        (docx_of("")[:-40], "broken docx"),
        (docx_of("<w:p>"), "broken docx"),
        (docx_of(""), "has no text"),
        (docx_of("", extra={"word/media/image1.png": b"x"}), "is a scan without a text layer"),
        (docx_of(TREATY).replace(b"word/document.xml", b"word/documenT.xml"), "not a Word document"),
        (docx_of(paragraph("Dear Minister")), "no article headings found"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=rf"^x\.docx: .*{message}") as caught:
        read_bytes(data, "x.docx")
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ScanOnly) == ("scan" in message)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb()
    assert len(data) < 100_000
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 1_000_000)
    with pytest.raises(BadInput, match="unpacks to more than the 1 MB allowed"):
        read_bytes(data, "x.docx")


def test_entities_are_refused() -> None:
    evil = b'<!DOCTYPE w [<!ENTITY a "b">]><w:document xmlns:w="x"/>'
    data = docx_of("", extra={"word/styles.xml": evil})
    with pytest.raises(BadInput, match="declares a document type or entities"):
        read_bytes(data, "x.docx")
