"""Paper for the tests: PDF and docx files made on the spot, with invented clauses."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Line = tuple[float, float, str]
"""x and y in points from the lower left corner, and the words; y of 0 goes on below the line before."""


def pdf_of(pages: Sequence[Sequence[Line]], *, password: str | None = None, small_below: float = 0) -> bytes:
    """A PDF with the given lines; those below `small_below` are in small letters, as footnotes are."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=1)
    for page in pages:
        for x, y, words in page:
            draw(canvas, x, y, words, 8 if y < small_below else 11)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw(canvas: Canvas, x: float, y: float, words: str, size: float) -> None:
    """Draw one line; `^1` in it is a raised number, a line in **stars** is bold."""
    font = "Helvetica-Bold" if words.startswith("**") else "Helvetica"
    text = canvas.beginText(x, y)
    for position, part in enumerate(words.strip("*").split("^")):
        if position:
            mark = part[0]
            text.setFont(font, size * 0.6)
            text.setRise(size * 0.4)
            text.textOut(mark)
            text.setRise(0)
            part = part[1:]
        text.setFont(font, size)
        text.textOut(part)
    canvas.drawText(text)


def column(lines: Sequence[str], x: float = 72, top: float = 780, step: float = 14) -> list[Line]:
    """Lines below one another; an empty one leaves a gap."""
    return [(x, top - step * place, words) for place, words in enumerate(lines) if words]


def scan_of(pages: int, text_pages: Sequence[Sequence[Line]] = ()) -> bytes:
    """A PDF of pictures, and after them some pages with text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(pages):
        canvas.setFillGray(0.5 + number / 100)
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    for page in text_pages:
        for x, y, words in page:
            draw(canvas, x, y, words, 11)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(words: str, *, style: str = "", number: tuple[int, int] | None = None) -> str:
    """A Word paragraph; `number` is list and level; `^1` refers to footnote 1."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    runs = []
    for position, part in enumerate(words.split("^")):
        if position:
            runs.append(f'<w:r><w:footnoteReference w:id="{part[0]}"/></w:r>')
            part = part[1:]
        runs.append(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>')
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def docx_of(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """A docx with the given XML of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes)):
            if content:
                archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{content}</w:{name}>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()
