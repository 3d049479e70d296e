"""Invented files of strangers that mean harm, or are broken: what readers must refuse in one line, or read in time.

The files that an attack by mutation found are kept by what is wrong with them, not by their bytes.
"""

import io
import zipfile
from collections.abc import Mapping

from tests.invented import agreement, tota_xml

TITLE = "Agreement between Chile and Viet Nam on Paper Boats"

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body (WordprocessingML), and further parts of `word/` by name."""
    document = f"<w:document {_WORDS}><w:body>{body}</w:body></w:document>"
    members = {"[Content_Types].xml": _TYPES, "word/document.xml": document}
    members |= {
        f"word/{name}.xml": f"<w:{name} {_WORDS}>{inside}</w:{name}>" for name, inside in parts.items()
    }
    return packed(members)


def paragraph(words: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def packed(members: Mapping[str, str]) -> bytes:
    """A ZIP file, compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


def _list_at(data: bytes) -> int:
    return data.rindex(b"PK\x01\x02")


def _with_name_that_is_no_text(data: bytes) -> bytes:
    """A package whose list of members has a name that claims to be UTF-8 and is not."""
    at = _list_at(data)
    flags = int.from_bytes(data[at + 8 : at + 10], "little") | 0x800
    entry = data[at : at + 8] + flags.to_bytes(2, "little") + data[at + 10 : at + 46] + b"\xb1"
    return data[:at] + entry + data[at + 47 :]


def _with_list_beyond_its_beginning(data: bytes) -> bytes:
    """A package that says that its list of members is longer than the file."""
    at = data.rindex(b"PK\x05\x06")
    return data[: at + 12] + (2**30).to_bytes(4, "little") + data[at + 16 :]


_GOOD_DOCX = docx(paragraph(TITLE) + paragraph("Article 1") + paragraph("Each Party shall fold its boats."))

FORM_THAT_DRAWS_ITSELF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 5>>stream
/F Do
endstream endobj
5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream
/F Do /F Do
endstream endobj
trailer<</Root 1 0 R>>
"""

BROKEN_TEXTS: dict[str, bytes] = {
    "name-no-text.docx": _with_name_that_is_no_text(_GOOD_DOCX),
    "list-beyond-file.docx": _with_list_beyond_its_beginning(_GOOD_DOCX),
    "cut.docx": _GOOD_DOCX[: len(_GOOD_DOCX) // 2],
    "nested.docx": docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
    "declared.html": b'<?xml version="1.0" encoding="UTF-8"',
    "nested.html": b"<html><body>" + b"<div>" * 200_000 + b"Article 1",
    "empty.html": b"<html></html>",
    "nothing.txt": b"",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "form.pdf": FORM_THAT_DRAWS_ITSELF,
    "cut.pdf": b"%PDF-1.7\n1 0 obj<<",
    "entities.xml": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "digits.xml": tota_xml(agreement("1")).replace(
        b"</name>", b"</name><wto_rta_id>" + b"9" * 6_000 + b"</wto_rta_id>", 1
    ),
}
"""By name: files that no reader can read, each of another kind."""

_PAGE = f"<html><head>{{}}</head><body><h1>{TITLE}</h1><h2>Article 1</h2><p>Each Party shall fold its boats.</p>{{}}"
_ENTRY = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'


def _page(inside: str, head: str = "") -> bytes:
    return _PAGE.format(head, inside).encode()


def _pdf_with_title(title: str) -> bytes:
    lines = (TITLE, "Article 1", "Each Party shall fold its boats.")
    words = "".join(
        f"BT /F 10 Tf 50 {700 - 20 * number} Td ({line}) Tj ET\n" for number, line in enumerate(lines)
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(words)}>>stream\n{words}endstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title{title}>>",
    )
    body = "".join(f"{number} 0 obj{what}endobj\n" for number, what in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Info 6 0 R>>".encode()


ODD_TEXTS: dict[str, bytes] = {
    "start.html": _page(f"<ol start='{'9' * 5_000}'><li>boats</ol>"),
    "minus.html": _page("<ol start='--5'><li>boats</ol>"),
    "value.html": _page(f"<ol type=i><li value='{'9' * 5_000}'>boats</ol>"),
    "level.docx": docx(
        paragraph(TITLE)
        + paragraph("Article 1")
        + paragraph("Each Party shall fold its boats.")
        + _ENTRY.format("9" * 5_000)
    ),
    "title.pdf": _pdf_with_title("<feffd800d800>"),
}
"""By name: files with a part that is nonsense, which are read all the same."""

CHARSETS_OF_NO_TEXT = (
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "hex",
    "a" * 300,
)
"""Names of encodings that a page may declare, and that no text is in."""


def page_declaring(charset: str, inside: bytes = b"") -> bytes:
    """A web page that is not in UTF-8 and declares another encoding."""
    return _page("", f"<meta charset='{charset}'>") + b"<p>Caf\xe9 " + inside


BROKEN_FACTS: dict[str, bytes] = {
    "no-day.yaml": b"name: Boats\ndate_signed: 2020-01-00\n",
    "no-key.yaml": b"name: Boats\n&anchor: [NZL]\n",
    "circle.yaml": b"name: &a [*a]\n",
    "bomb.yaml": b"name:\n- &a0 [x]\n"
    + b"".join(b"- &a%d [%s]\n" % (n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)),
    "deep.yaml": b"name: " + b"[" * 500,
    "deep.json": b"[" * 50_000,
    "object.yaml": b"name: !!python/object/apply:os.system ['true']\n",
    "huge-number.yaml": b"wto_rta_id: 99999999999999999999\n",
    "digits.json": b'{"wto_rta_id": ' + b"9" * 6_000 + b"}",
    "half-a-pair.json": b'{"name": "\\ud800"}',
    "nul.json": b'{"name": "a\\u0000b"}',
    "latin.yaml": b"name: Caf\xe9\n",
    "script.yaml": b"source_url: javascript:alert(1)\n",
    "large.yaml": b"name: " + b"x" * 300_000,
    "list.json": b"[1]",
}
"""By name: sidecar files that give no facts."""

HEAD = f"{TITLE}\n\nArticle 1: Data\n\nEach Party shall permit electronic commerce. "

REPEATED_IN_TEXTS = (
    "[", "![", "[a](", "<!--", "<!-- x", "<a ", "**", "*a ", "_a_", "\\[", "```\n", "[^1]", "[^1]: x\n",
    "> ", "# a\n", "# ", " #", "---\n", "(a) x\n", "1. x\n", "a\n", "\n", " ", "Article 1\n",
    "Article 1 Article 2 ", "Chapter I\n\nArticle 1\n\nx\n\n", "1\n", "12 Abc\n", "x\n1\n\n", "a- \n",
    ". A", '"', '"ARTICLE 1\n', "\t", "e\u0301", "1.1.1.1.", "Annex A\n", "Annex\n\nA\n\n", "Section 1\n",
    "ab", "A B\nC D\n", "(", "()", "Page 1 of 2\n", "Done at \n", "Contents\nArticle 1 ... 1\n",
    "\u0315\u0300\u05ae", "*a _b **c __d ", "***", "_*", "~~~\n", "| a ", "|-", "[a]: b\n", "]]>",
    "<![CDATA[", "<?", "&#", "&amp;", "a\n===\n", "...\n", "a: &b [*b]\n", "\r", "\f", "\u200b", "\u2028",
    "\x00a", "\ufeff", "SCHEDULE OF CHILE\n", "PROTOCOL\n", "\u00a7 1\n", "[CHL: ", "IN WITNESS WHEREOF\n",
    "on the first day of ", "Article 1 of Chapter 2 of the ", "is incorporated into and made part of ",
    ". . . . ", "____", "title: x\n", "Art\u00edculo 1.- ", "Article I\n",
)  # fmt: skip
"""What a plain text or Markdown of any length may be made of."""

REPEATED_IN_PAGES = (
    "<div>", "<b>", "<ol><li>x", "<", "<!--", "&", "<sup>1</sup> a ", "<br>", "<p>x", "<h2>Article 1</h2><p>x",
    "<td>(a)</td>", "<tr><td>(a)<td>x", "<script>", "<?", '<p><a name="_ftn1">[1]</a> x',
)  # fmt: skip
"""What a web page may be made of."""

REPEATED_IN_CLAUSES = (
    "personal information, privacy, consumers, ", "source code ",
    "shall endeavour to ensure electronic commerce and ", "(a) electronic commerce data; ", "electronic commerce; ",
    "electronic commerce: ", "article 1 (data) commerce ", "paragraphs 1, 2 and 3 data ",
    "subparagraphs (f) and (h) or (abcd) and ", "(a) or ", "\n1 Ab c\n2 Bb c ", "data1 [3] ", "\n\n", "((((",
    "\u2022 o ", "1. Data. ", "data,\n12\nA b.\n1-2\n", "x\n\n(^1)x", "shall not apply to chile, ",
    "necessary legitimate public policy objective ", "electronic com- merce ", "if chile may, ",
    "electr0nic c0mmerce ", "chile, viet nam and the parties shall ", "electroniccommerce", "a. ",
    "no party shall require data to be ",
    "source code, encryption, cross-border transfer of information by electronic means, digital products, ",
    "digital products of another party less favourable treatment ", "data [1] (a) (i) (A) ",
    "\n\n1 For greater certainty, data", "except that ", "subject to paragraph 2, ",
    "nothing in this article shall prevent ", "viet nam; ", "\u201cdata\u201d means ", "source code) ",
    "[source code ", "electronic. commerce. ", "within two years after ", "data /", "e l e c t r o n i c ",
    ":\n1 A\n", "Done at ", "covers chapter 2 to 7 ", "by refraining from data ",
)  # fmt: skip
"""What one article of any length may be made of."""


ATTRIBUTES = (
    'a{}="x" ',
    "a{}/",
    'a{}="x"',
    'a{}=">" ',
    "a{}='<' ",
    "a{}< ",
    "a{}=< ",
    "a{}' ",
    "a{}\f",
    "xmlns:a{}=x ",
)
"""How attributes may be written one behind the other."""


def page_with_attributes(count: int, written: str = ATTRIBUTES[0], tag: str = "p") -> bytes:
    """A web page whose one tag has this many attributes."""
    attributes = "".join(written.format(number) for number in range(count))
    return f"<html><body><h1>{TITLE}</h1><{tag} {attributes}>Article 1</{tag}><p>Each Party</p></body></html>".encode()


def page_of_nested(tag: str, count: int) -> bytes:
    """A web page with so many paragraphs inside 80 tags of one kind."""
    inside = "<p>x y</p>" * count
    return f"<html><body><h2>Article 1</h2>{f'<{tag}>' * 80}{inside}{f'</{tag}>' * 80}</body></html>".encode()


def docx_with_marks(count: int) -> bytes:
    """A Word document with this many footnotes."""
    mark = '<w:r><w:footnoteReference w:id="{0}"/></w:r>'
    note = '<w:footnote w:id="{0}"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
    body = f"{paragraph(TITLE)}{paragraph('Article 1')}<w:p>{''.join(map(mark.format, range(count)))}</w:p>"
    return docx(body, footnotes="".join(map(note.format, range(count))))


def docx_with_list(count: int) -> bytes:
    """A Word document with a list of so many items, whose numbers are written by a pattern of that length."""
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    pattern = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"%1" * count}"/></w:lvl>'
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{pattern}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return docx(f"{paragraph(TITLE)}{paragraph('Article 1')}{item * count}", numbering=lists)


def docx_with_styles(count: int) -> bytes:
    """A Word document with so many styles based on one of so many parts."""
    base = f'<w:style w:styleId="s">{"<w:a/>" * count}</w:style>'
    others = "".join(
        f'<w:style w:styleId="s{number}"><w:basedOn w:val="s"/></w:style>' for number in range(count)
    )
    return docx(f"{paragraph(TITLE)}{paragraph('Article 1')}{paragraph('x')}", styles=base + others)


def docx_with_cells(count: int) -> bytes:
    """A Word document with a table of this many rows of one cell."""
    row = f"<w:tr><w:tc>{paragraph('(a)')}</w:tc></w:tr>"
    return docx(f"{paragraph(TITLE)}{paragraph('Article 1')}<w:tbl>{row * count}</w:tbl>")
