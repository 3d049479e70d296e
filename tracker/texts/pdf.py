"""PDF to blocks: lines in reading order, words cut at line ends rejoined, headers and footers removed, footnotes
separated."""

import re
import statistics
import threading
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts.blocks import Block, is_open_ended
from tracker.texts.decoding import clean
from tracker.texts.headings import recognise
from tracker.texts.pdf_page import RAISED, Line, is_bold, page_lines
from tracker.texts.scans import Encrypted, NotText, NoWords, ScanOnly

MAX_PAGES = 6000
"""Most pages of a PDF. The longest agreements, with all their schedules, have about 5,000."""

MAX_CHARACTERS = 40_000_000
"""Most characters of a PDF: more than any agreement with its schedules has."""

_FEW_CHARACTERS = 20
"""A page with fewer characters has no text, at most a stamp or a page number over a picture."""

_SCAN_SHARE = 0.5
"""A document is a scan where this share of the pages that show anything are pictures."""

_UNMAPPED_SHARE = 0.2
"""With a larger share of characters without a meaning, the fonts do not say which letters they draw."""

_EDGE_LINES = 3
"""Headers and footers are among this number of lines at the top and the bottom of a page."""

_HEADER_SHARE = 0.3
_MIN_HEADER_PAGES = 3
_SHORT_EDGE = 25
"""In a line of at most this number of characters every number may change from page to page ("3-14")."""

_WIDE_GAP = 1.35
"""A gap between two lines that is this many times as wide as usual ends a paragraph."""

_SMALL = 0.93
"""The letters of footnotes are smaller than this share of the size of the text's."""

_UNMAPPED = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ufffe\uf000-\uf8ff]")
_NOTE = re.compile(rf"^(?:{RAISED[0]}(\d{{1,3}}){RAISED[1]}|(\d{{1,3}}))[.)]?\s*(?=\S)")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_MARK = re.compile(rf"\s?{RAISED[0]}(\d{{1,3}}){RAISED[1]}")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-$")
_WORD_START = re.compile(r"^([^\W\d_]+)(\S*)\s*")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_ONE_AT_A_TIME = threading.Lock()  # PDFium must not be used from two threads at once


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF as blocks, one a line, with remarks; `title` as its metadata have it."""

    blocks: list[Block]
    warnings: tuple[str, ...]
    title: str | None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its position and look on the page."""

    line: Line
    bold: bool


def read_pdf(data: bytes, name: str) -> PdfText:
    """The text of a PDF.

    Raises ScanOnly for one that is mostly pictures of pages, BadInput for one that is broken, encrypted with
    a password, an HTML page, too long, or whose fonts do not say which letters they draw; `name` begins every message.
    """
    _refuse_what_is_no_pdf(data, name)
    with _ONE_AT_A_TIME:
        document = _opened(data, name)
        try:
            pages, pictures = _read_pages(document, name)
            title = _title_of(document)
        except pdfium.PdfiumError as error:
            raise BadInput(f"{name}: broken PDF ({_reason(error)}).") from error
        finally:
            document.close()
    warnings = _judge(pages, pictures, name)
    blocks = _repaired(_blocks(_without_headers(pages)))
    return PdfText(blocks, tuple(warnings), title)


def _title_of(document: pdfium.PdfDocument) -> str | None:
    """The title in the metadata; None where there is none, or one that is no text (half of a character)."""
    try:
        title: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        return None
    return title or None


def page_count(data: bytes, name: str) -> int:
    """How many pages a PDF has. Raises Encrypted or BadInput where it cannot be opened."""
    with _ONE_AT_A_TIME:
        document = _opened(data, name)
        try:
            return len(document)
        finally:
            document.close()


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted(f"{name}: is encrypted with a password; save it without one.") from error
        raise BadInput(f"{name}: broken PDF ({_reason(error)}).") from error


def _refuse_what_is_no_pdf(data: bytes, name: str) -> None:
    start = data[:1024]
    if b"%PDF-" not in start:
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise BadInput(f"{name}: is an HTML page, not a PDF (perhaps the site's error or sign-in page).")
        raise NotText(f"{name}: is not a PDF inside.")
    if len(data) > limits.MAX_DOCUMENT_BYTES:
        allowed = limits.MAX_DOCUMENT_BYTES // 1_000_000
        raise BadInput(f"{name}: has {len(data) / 1e6:,.0f} MB; the limit for one text is {allowed} MB.")


def _read_pages(document: pdfium.PdfDocument, name: str) -> tuple[list[list[_Placed]], list[int]]:
    """The lines of every page, and the numbers (from 1) of pages that show something but have no text."""
    count = len(document)
    if count > MAX_PAGES:
        raise BadInput(f"{name}: has {count:,} pages; the limit for one text is {MAX_PAGES:,}.")
    if count == 0:
        raise BadInput(f"{name}: broken PDF (it has no pages).")
    pages: list[list[_Placed]] = []
    pictures: list[int] = []
    characters = 0
    for number in range(count):
        page = document[number]
        text = page.get_textpage()
        lines = page_lines(page, text)
        length = sum(len(line.text) for line in lines)
        characters += length
        if characters > MAX_CHARACTERS:
            raise BadInput(f"{name}: has more than {MAX_CHARACTERS:,} characters, which no agreement has.")
        if length < _FEW_CHARACTERS and _shows_something(page):
            pictures.append(number + 1)
        pages.append([_placed(line, text) for line in lines])
        text.close()
        page.close()
    return pages, pictures


def _placed(line: Line, text: pdfium.PdfTextPage) -> _Placed:
    cleaned = replace(line, text=" ".join(clean(line.text).split()))
    return _Placed(cleaned, bold=recognise(cleaned.text) is not None and is_bold(text, line))


def _shows_something(page: pdfium.PdfPage) -> bool:
    kinds = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING)
    return next(iter(page.get_objects(filter=kinds)), None) is not None


def _judge(pages: list[list[_Placed]], pictures: list[int], name: str) -> list[str]:
    """Remarks on pages without text. Raises where the document as a whole has no text that can be read."""
    texts = ["".join(placed.line.text for placed in page) for page in pages]
    shown = sum(len(text) >= _FEW_CHARACTERS for text in texts) + len(pictures)
    if pictures and len(pictures) >= _SCAN_SHARE * shown:
        raise ScanOnly(
            f"{name}: is a scan without a text layer ({len(pictures)} of {len(pages)} pages are pictures);"
            " run OCR first."
        )
    page_text = "".join(texts)
    if not page_text:
        raise NoWords(f"{name}: the PDF has no text at all ({len(pages)} empty pages).")
    if len(_UNMAPPED.findall(page_text)) > _UNMAPPED_SHARE * len(page_text):
        raise ScanOnly(f"{name}: its fonts do not say which letters they draw; run OCR first.")
    if pictures:
        listed = ", ".join(map(str, pictures[:10])) + (", ..." if len(pictures) > 10 else "")
        return [f"{len(pictures)} pages are pictures without text, which is missing here (page {listed})"]
    return []


def _edges(page: list[_Placed]) -> list[int]:
    """Indexes of the topmost and lowest lines of a page, wherever they come in reading order."""
    downwards = sorted(range(len(page)), key=lambda index: -page[index].line.base)
    return list(dict.fromkeys((*downwards[:_EDGE_LINES], *downwards[-_EDGE_LINES:])))


def _repeated_edges(pages: list[list[_Placed]]) -> set[str]:
    """Headers and footers: lines at the edge of many pages that are the same but for the page's number."""
    seen: Counter[str] = Counter()
    for number, page in enumerate(pages):
        seen.update({shape for index in _edges(page) for shape in _shapes(page[index].line.text, number)})
    needed = max(_MIN_HEADER_PAGES, _HEADER_SHARE * sum(bool(page) for page in pages))
    return {shape for shape, count in seen.items() if count >= needed}


def _shapes(text: str, page: int) -> set[str]:
    """The forms in which a header or footer is compared with those of other pages.

    - the line as it is;
    - of a short line, all but the numbers;
    - the line with a number in it counted from the page's own number.

    A heading keeps its number, which distinguishes it. An article's is none of them: "Article 1" is on top of many
    pages where every chapter counts from 1.
    """
    heading = recognise(text)
    if heading is not None:
        return set() if heading.kind == "article" else {text}
    counted = {
        f"{text[: match.start()]}#{int(match[0]) - page}{text[match.end() :]}"
        for match in _SHORT_NUMBER.finditer(text)
    }
    return {text, *counted, *([re.sub(r"\d+", "#", text)] if len(text) <= _SHORT_EDGE else [])}


def _without_headers(pages: list[list[_Placed]]) -> list[list[_Placed]]:
    """The pages without headers and footers. A chapter's name on every page stays where it occurs first."""
    repeated = _repeated_edges(pages)
    named: set[str] = set()
    stripped = []
    for number, page in enumerate(pages):
        gone: set[int] = set()
        for index in _edges(page):
            text = page[index].line.text
            if not repeated.intersection(_shapes(text, number)):
                continue
            if recognise(text) is not None and text not in named:
                named.add(text)
            else:
                gone.add(index)
        stripped.append([placed for index, placed in enumerate(page) if index not in gone])
    return stripped


def _blocks(pages: list[list[_Placed]]) -> list[Block]:
    """Lines as blocks; the footnotes of a page are removed and referred to from its text."""
    sizes = Counter[float]()
    for page in pages:
        for placed in page:
            sizes[round(placed.line.size, 1)] += len(placed.line.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    usual_gap = _usual_gap(pages, body)
    blocks: list[Block] = []
    for number, page in enumerate(pages, start=1):
        notes, rest = _take_footnotes(page, body)
        above: Line | None = None
        for placed in rest:
            text = _with_references(placed.line.text, number, notes)
            if above is None or above.base <= placed.line.base:  # a new page or column
                spaced = not blocks or not is_open_ended(blocks[-1].text)
            else:
                spaced = above.base - placed.line.base > _WIDE_GAP * usual_gap
            if text.strip():
                blocks.append(Block(text.strip(), marked=placed.bold, spaced=spaced))
            above = placed.line
        blocks += [Block(text, spaced=True, footnote=f"{number}.{mark}") for mark, text in notes.items()]
    return blocks


def _usual_gap(pages: list[list[_Placed]], body: float) -> float:
    gaps = [
        above.line.base - below.line.base
        for page in pages
        for above, below in pairwise(page)
        if 0.5 * body < above.line.base - below.line.base < 3 * body
        and min(above.line.size, below.line.size) >= _SMALL * body
    ]
    return statistics.quantiles(gaps, n=4)[0] if len(gaps) > 1 else 1.1 * body


def _take_footnotes(page: list[_Placed], body: float) -> tuple[dict[str, str], list[_Placed]]:
    """Footnotes by their mark, and the lines that are not footnotes.

    A footnote is in small letters and begins with a number that is raised in the page's text.
    """
    normal = [placed.line.text for placed in page if placed.line.size >= _SMALL * body]
    marks = {mark for text in normal for mark in _MARK.findall(text)}
    notes: dict[str, str] = {}
    rest: list[_Placed] = []
    current: str | None = None
    for placed in page:
        small = placed.line.size < _SMALL * body
        start = _NOTE.match(placed.line.text) if small else None
        mark = (start[1] or start[2]) if start else None
        if start is not None and mark in marks and mark is not None and mark not in notes:
            notes[mark] = placed.line.text[start.end() :]
            current = mark
        elif small and current is not None:
            notes[current] = _joined_lines(notes[current], placed.line.text)
        else:
            current = None
            rest.append(placed)
    return {mark: _MARK.sub(r" [\1]", text) for mark, text in notes.items()}, rest


def _joined_lines(above: str, below: str) -> str:
    broken = _BROKEN_WORD.search(above) and below[:1].islower()
    return above[:-1] + below if broken else f"{above} {below}"


def _with_references(text: str, page: int, notes: dict[str, str]) -> str:
    """A line with its raised numbers as references to the page's footnotes, or in brackets where it has none."""

    def shown(match: re.Match[str]) -> str:
        return f" [^{page}.{match[1]}]" if match[1] in notes else f" [{match[1]}]"

    return _MARK.sub(shown, text)


def _repaired(blocks: list[Block]) -> list[Block]:
    """Words cut at a line's end rejoined. A hyphen that belongs to the word (non-tariff) stays."""
    words = Counter(word.lower() for block in blocks for word in _WORDS.findall(block.text))
    repaired: list[Block] = []
    last = -1
    """Where in `repaired` the running text's last line is."""
    for block in blocks:
        if block.footnote is None and last >= 0:
            broken = _BROKEN_WORD.search(repaired[last].text)
            start = _WORD_START.match(block.text)
            if broken and start and start[1][0].islower():
                page_text, kept = broken[1] + start[1], f"{broken[1]}-{start[1]}"
                belongs = words[kept.lower()] > words[page_text.lower()]
                head = repaired[last].text[: broken.start()]
                joined_word = (kept if belongs else page_text) + start[2]
                repaired[last] = replace(repaired[last], text=head + joined_word)
                rest = block.text[start.end() :]
                if not rest:
                    continue
                block = replace(block, text=rest, spaced=False)
        if block.footnote is None:
            last = len(repaired)
        repaired.append(block)
    return repaired


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
