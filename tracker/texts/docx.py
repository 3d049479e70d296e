"""Word documents (docx) to blocks: paragraphs, headings, list numbers as Word shows them, tables, footnotes."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from tracker.errors import BadInput
from tracker.texts import raw as limits
from tracker.texts.blocks import Block
from tracker.texts.decoding import clean
from tracker.texts.docx_numbering import Numbering, read_numbering
from tracker.texts.scans import Encrypted, NotText, NoWords, ScanOnly

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_PARTS = 20_000
_MAX_CELLS = 200
"""Most cells of a table row; a document with more is a spreadsheet."""

_HEADING_STYLE = re.compile(r"^(?:heading|title|t[ií]tulo|titre|überschrift)\s*\d*$", re.IGNORECASE)
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr")
)
_BREAKS = frozenset(f"{_W}{name}" for name in ("br", "cr"))
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,  # names of members that are no text, places before the file's beginning
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class DocxText:
    """A Word document as blocks, one a paragraph or table row, with remarks."""

    blocks: list[Block]
    warnings: tuple[str, ...] = ()


def read_docx(data: bytes, name: str) -> DocxText:
    """The text of a docx, with its tracked changes accepted.

    Raises BadInput for a file that is broken, encrypted, not a Word document, or unpacks to more than the limit of one
    text; ScanOnly for one with pictures and no words. `name` begins every message.
    """
    if data.startswith(_OLD_OFFICE):
        raise Encrypted(f"{name}: is an encrypted or old Word document; save it as docx without a password.")
    if data.lstrip()[:1] == b"<":
        raise BadInput(f"{name}: is an HTML page, not a docx (perhaps the site's error or sign-in page).")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = _Package(archive, name)
            document = package.xml("word/document.xml")
            if document is None:
                raise NotText(f"{name}: is a ZIP archive or another Office file, not a Word document.")
            styles = _styles(package.xml("word/styles.xml"))
            numbering = read_numbering(package.xml("word/numbering.xml"))
            footnotes = package.xml("word/footnotes.xml")
            pictures = any(part.startswith("word/media/") for part in archive.namelist())
    except _BROKEN as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise BadInput(f"{name}: broken docx ({reason}).") from error
    reader = _Reader(styles, numbering)
    body = document.find(f"{_W}body")
    if body is not None:
        reader.walk(body)
    if not reader.blocks:
        if pictures:
            raise ScanOnly(f"{name}: is a scan without a text layer (pictures only); run OCR first.")
        raise NoWords(f"{name}: the document has no text.")
    warnings = ("tracked changes read as accepted",) if _has_changes(document) else ()
    return DocxText([*reader.blocks, *_notes(footnotes, reader)], warnings)


class _Package:
    """The parts of a docx, unpacked up to one limit for all of them together."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._left = limits.MAX_DOCUMENT_BYTES
        if len(archive.namelist()) > _MAX_PARTS:
            raise BadInput(f"{name}: has more than {_MAX_PARTS:,} parts, which no Word document needs.")

    def xml(self, part: str) -> etree._Element | None:
        """A part's XML, None where there is none. Entities are refused: Word never writes any."""
        if part not in self._archive.namelist():
            return None
        with self._archive.open(part) as packed:
            data = packed.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            allowed = limits.MAX_DOCUMENT_BYTES // 1_000_000
            raise BadInput(f"{self._name}: unpacks to more than the {allowed} MB allowed for one text.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = " ".join((getattr(error, "msg", None) or str(error)).split())
            raise BadInput(f"{self._name}: broken docx ({part}: {reason}).") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise BadInput(f"{self._name}: declares a document type or entities; refused as unsafe.")
        return root


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: whether it is a heading's, and the list it numbers by."""

    heading: bool
    numbered: tuple[str, int] | None


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """Paragraph styles by identifier; a style takes what it does not set from the style it is based on."""
    found: dict[str, tuple[_Style, str | None]] = {}
    for style in root.iterchildren(f"{_W}style") if root is not None else ():
        name = _value(style, "name") or ""
        outlined = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        own = _Style(outlined or bool(_HEADING_STYLE.match(name)), _list_place(style.find(f"{_W}pPr")))
        found[style.get(f"{_W}styleId", "")] = own, _value(style, "basedOn")
    return {identifier: _inherited(identifier, found) for identifier in found}


def _inherited(identifier: str, found: dict[str, tuple[_Style, str | None]]) -> _Style:
    heading = False
    numbered: tuple[str, int] | None = None
    current: str | None = identifier
    for _depth in range(10):  # styles are based on one another, perhaps in a circle
        if current is None or current not in found:
            break
        own, current = found[current]
        heading = heading or own.heading
        numbered = numbered or own.numbered
    return _Style(heading, numbered)


@dataclass(slots=True)
class _Reader:
    """Walks the body and collects its blocks, counting list numbers as it goes."""

    styles: dict[str, _Style]
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    """By the identifier of a footnote, its number."""

    def walk(self, parent: etree._Element) -> None:
        """Collect every paragraph and table row below an element."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self.walk(child)  # content controls, inserted paragraphs, custom XML

    def _paragraph(self, paragraph: etree._Element) -> None:
        style, label, lines = self._read(paragraph)
        for position, line in enumerate(lines):
            text = f"{label} {line}" if label and position == 0 else line
            self.blocks.append(Block(text, marked=style.heading, spaced=position == 0))

    def _read(self, paragraph: etree._Element) -> tuple[_Style, str, list[str]]:
        """A paragraph's style, the number Word shows before it, and its lines (possibly none)."""
        properties = paragraph.find(f"{_W}pPr")
        style_name = _value(properties, "pStyle") if properties is not None else None
        style = self.styles.get(style_name or "") or _Style(
            bool(_HEADING_STYLE.match(style_name or "")), None
        )
        place = _list_place(properties) or style.numbered
        parts: list[str] = []
        self._collect(paragraph, parts)
        lines = [
            line for line in (" ".join(part.split()) for part in clean("".join(parts)).split("\n")) if line
        ]
        label = self.numbering.next_label(*place) if place is not None and lines else ""
        return style, label, lines

    def _collect(self, element: etree._Element, parts: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{_W}t":
                parts.append(child.text or "")
            elif tag == f"{_W}tab":
                parts.append(" ")
            elif tag in _BREAKS:
                parts.append("\n")
            elif tag == f"{_W}noBreakHyphen":
                parts.append("-")
            elif tag == f"{_W}footnoteReference":
                parts.append(self._reference(child.get(f"{_W}id", "")))
            elif isinstance(tag, str) and tag not in _SKIPPED and tag != f"{_W}txbxContent":
                self._collect(child, parts)

    def _reference(self, identifier: str) -> str:
        """The number of a footnote as shown: counted from one, in the order of the references in the text."""
        return f" [^{self.notes.setdefault(identifier, len(self.notes) + 1)}]"

    def _table(self, table: etree._Element) -> None:
        """A table row by row, the cells of a row in one line; a table of one column as paragraphs."""
        for row in table.iterchildren(f"{_W}tr"):
            cells = list(row.iterchildren(f"{_W}tc"))[:_MAX_CELLS]
            if len(cells) == 1:
                self.walk(cells[0])
                continue
            texts = [" ".join(self._cell(cell)) for cell in cells]
            text = " ".join(text for text in texts if text)
            if text:
                self.blocks.append(Block(text, spaced=True))

    def _cell(self, cell: etree._Element) -> list[str]:
        found = []
        for paragraph in cell.iter(f"{_W}p"):
            _style, label, lines = self._read(paragraph)
            found += [label, *lines] if label else lines
        return found


def _notes(root: etree._Element | None, reader: _Reader) -> list[Block]:
    """The footnotes the text refers to, in its order."""
    if root is None:
        return []
    by_identifier = {note.get(f"{_W}id", ""): note for note in root.iterchildren(f"{_W}footnote")}
    blocks = []
    for number, identifier in enumerate(tuple(reader.notes), start=1):
        if identifier not in by_identifier:
            continue
        inside = _Reader(reader.styles, reader.numbering)
        inside.walk(by_identifier[identifier])
        text = " ".join(block.text for block in inside.blocks)
        if text:
            blocks.append(Block(text, spaced=True, footnote=str(number)))
    return blocks


def _list_place(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list a paragraph is numbered by, and the level in it (from 0). List 0 means none."""
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    level = _value(numbered, "ilvl") or "0"
    return _value(numbered, "numId") or "0", int(level) if level.isdecimal() and len(level) == 1 else 0


def _has_changes(document: etree._Element) -> bool:
    return next(document.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"), None) is not None


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")
