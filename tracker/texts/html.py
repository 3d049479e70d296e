"""HTML to blocks: one per paragraph, headings marked, list letters and points split over two cells rejoined."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from tracker.texts.blocks import Block
from tracker.texts.enumerating import letters, roman
from tracker.texts.page_frame import is_frame, visible, without_frame
from tracker.texts.page_notes import PageNotes, notes_of

_SKIPPED = frozenset(
    (
        "nav",
        "footer",
        "button",
        "select",
        "iframe",
        "svg",
        "head",
    )
)
_UNWRITTEN = ("script", "style", "noscript", "template")
_SKIPPED_ROLES = frozenset(("navigation", "search", "banner", "contentinfo"))
_UNSEEN = frozenset(("wb-inv", "visually-hidden", "visuallyhidden", "sr-only", "govuk-visually-hidden"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_CLASSES = frozenset(
    f"{journal}{name}"
    for journal in ("", "oj-")
    for name in (
        "title-article-norm",
        "ti-art",
        "title-division-1",
        "ti-section-1",
        "title-annex-1",
        "doc-ti",
    )
)
"""Class names by which EUR-Lex, and whoever copies its pages, marks the headings of articles, chapters and annexes."""

_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike"
    r"|strong|sub|sup|time|tt|u|var|wbr"
)
_ENUMERATOR = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])[.)]|[-–—•·])$")
_STARTS_ENUMERATED = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])[.)]|[-–—•·])\s")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*(?:>|\Z)")
"""At the beginning of a page."""

_TAG = re.compile(
    r"<([A-Za-z][^\s/>]*+)(?=[\s/])"
    r"(?:[\s/]++|=|[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+)*+(?:>|\Z)"
)
"""A tag with its attributes as HTML's parsers see them: signs of other tags and quotes may be part of a name."""

_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/]+")
_LONG_TAG = 4000
_MOST_ATTRIBUTES = 500
_MOST_IN_A_MARK = 20
"""Most elements inside the raised mark of a footnote."""

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_LIST_TYPES = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lst-lwr-alph": "lower-alpha",
    "lst-upr-alph": "upper-alpha",
    "lst-lwr-rmn": "lower-roman",
    "lst-upr-rmn": "upper-roman",
}

_SHARE_OF_PAGE = 0.5
"""A form with at least this share of a page's words is the page itself."""

_SHARE_OF_A_LINK = 0.9
"""A block is a link and no more where at least this share of its characters is in links."""


def html_blocks(text: str, heading_classes: frozenset[str] = frozenset()) -> list[Block]:
    """Paragraphs, list items and table rows of a page, without navigation, scripts, forms and the site's own notices.

    - `heading_classes` are class names by which a site marks article headings (besides h1 to h6).
    - Letters and numbers of ordered lists, which browsers generate, are written out.
    - A point whose letter is in a table cell of its own is one block with its text.
    - A footnote that its mark links, and that links the mark, is a block of its own; `[^3]` stands for the mark.
    """
    return html_page(text, heading_classes)[0]


def html_page(text: str, heading_classes: frozenset[str] = frozenset()) -> tuple[list[Block], str | None]:
    """The blocks of a page and its own title, None where it has none."""
    root = _parse(text)
    if root is None:
        return [], None
    content = _content_of(root)
    collector = _Collector(heading_classes, notes_of(content), len(visible(content)))
    collector.walk(content)
    collector.flush()
    blocks = without_frame(collector.blocks, collector.linked)
    blocks += [Block(words, spaced=True, footnote=mark) for mark, words in collector.notes.bodies.values()]
    title = root.findtext(".//title")
    return blocks, " ".join(title.split()) or None if title else None


def _content_of(root: etree._Element) -> etree._Element:
    """The part of a page that holds its text: its one `main` where it marks one, else the body."""
    mains = root.findall(".//main") or root.findall(".//*[@role='main']")
    if len(mains) == 1 and "".join(map(str, mains[0].itertext())).strip():
        return mains[0]
    body = root.find(".//body")
    return root if body is None else body


def _is_for_readers_aloud(element: etree._Element) -> bool:
    """Whether an element is shown to screen readers only, such as the word before a footnote's number."""
    return not _UNSEEN.isdisjoint((element.get("class") or "").split())


def _parse(text: str) -> etree._Element | None:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    # A string with an encoding declaration is refused by lxml: it is decoded already.
    stripped = text[match.end() :] if (match := _DECLARATION.match(text)) else text
    stripped = _TAG.sub(_without_attributes, stripped)
    try:
        root = lxml_html.document_fromstring(stripped, parser=parser) if stripped.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if root is not None:
        etree.strip_elements(root, *_UNWRITTEN, with_tail=False)
    return root


def _without_attributes(tag: re.Match[str]) -> str:
    """A tag as it is, or without its attributes where it has more than any page needs: the parser compares each with
    all others."""
    if len(tag[0]) < _LONG_TAG:
        return tag[0]
    attributes = _BETWEEN_ATTRIBUTES.split(_QUOTED.sub(" ", tag[0]))
    return f"<{tag[1]}>" if len(attributes) > _MOST_ATTRIBUTES else tag[0]


@dataclass(slots=True)
class _Collector:
    """Walks a page and collects its blocks."""

    heading_classes: frozenset[str]
    notes: PageNotes
    length: int
    blocks: list[Block] = field(default_factory=list)
    linked: list[bool] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    in_links: int = 0
    prefix: str = ""
    marked: bool = False

    def walk(self, element: etree._Element) -> None:
        """Collect what is inside one element."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SKIPPED or element.get("role") in _SKIPPED_ROLES or element.get("hidden") is not None:
            return
        if _is_for_readers_aloud(element) or is_frame(element) or self._is_form_of_controls(element):
            return
        if element in self.notes.bodies or element in self.notes.labels:
            return
        if element in self.notes.marks:
            self.parts.append(f" [^{self.notes.marks[element]}] ")
            return
        if tag == "br":
            self.flush()
            return
        if _INLINE.fullmatch(tag):
            self._inside(element, self._sup_text(element) if tag == "sup" else None)
            if tag == "a" and element.get("href") is not None:
                self.in_links += len(visible(element))
            return
        self.flush()
        heading = tag in _HEADINGS or bool(
            (self.heading_classes | _HEADING_CLASSES).intersection((element.get("class") or "").split())
        )
        outer, self.marked = self.marked, self.marked or heading
        if tag == "ol":
            self._ordered_list(element)
        else:
            self._inside(element)
        self.flush(is_cell=tag in {"td", "th"})
        self.marked = outer

    def _is_form_of_controls(self, element: etree._Element) -> bool:
        """Whether a form only asks for something; pages of ASP.NET are a form as a whole."""
        return element.tag == "form" and len(visible(element)) < _SHARE_OF_PAGE * self.length

    def _inside(self, element: etree._Element, instead: str | None = None) -> None:
        if instead is not None:
            self.parts.append(instead)
            return
        if element.text:
            self.parts.append(element.text)
        for child in element:
            self.walk(child)
            if child.tail:
                self.parts.append(child.tail)

    def _sup_text(self, element: etree._Element) -> str | None:
        """A footnote's mark, separated from the word before it; None where its note is known by its link."""
        if len(list(islice(element.iter(), _MOST_IN_A_MARK + 1))) > _MOST_IN_A_MARK:
            return None  # raised words within raised words, each of which would be looked through again
        if any(link in self.notes.marks for link in element.iter("a")):
            return None
        unseen = {
            text for child in element.iter() if _is_for_readers_aloud(child) for text in child.itertext()
        }
        mark = "".join(str(text) for text in element.itertext() if text not in unseen).strip(" ()[]")
        return f" [{mark}] " if mark.isdecimal() else None

    def _ordered_list(self, element: etree._Element) -> None:
        style = _list_style(element)
        number = _counted_from(element.get("start", ""), 1)
        for child in element:
            if child in self.notes.bodies or is_frame(child):
                continue
            if child.tag == "li":
                number = _counted_from(child.get("value", ""), number)
                if not _STARTS_ENUMERATED.match(" ".join("".join(map(str, child.itertext())).split())):
                    self.prefix = _label(number, style)
                number += 1
            self.walk(child)
            if child.tail:
                self.parts.append(child.tail)

    def flush(self, is_cell: bool = False) -> None:
        """End the paragraph. A table cell with nothing but "(a)" is put before the next one."""
        text = " ".join("".join(self.parts).split())
        self.parts.clear()
        in_links, self.in_links = self.in_links, 0
        if not text:
            return
        if (is_cell or not self.prefix) and _ENUMERATOR.match(text):
            self.prefix = f"{self.prefix}{text} "
            return
        self.blocks.append(Block(self.prefix + text, marked=self.marked, spaced=True))
        self.linked.append(in_links >= _SHARE_OF_A_LINK * len(text))
        self.prefix = ""


def _counted_from(stated: str, otherwise: int) -> int:
    """The number at which a list is said to go on; no list has one of ten digits."""
    return int(stated) if re.fullmatch(r"-?[0-9]{1,9}", stated.strip()) else otherwise


def _list_style(element: etree._Element) -> str:
    match = _LIST_STYLE.search(element.get("style") or "")
    names: Iterator[str] = iter(
        (element.get("type") or "", *(element.get("class") or "").split(), match[1] if match else "")
    )
    for name in names:
        style = _LIST_TYPES.get(name, name)
        if style in {"lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "lower-latin", "none"}:
            return style
    return "decimal"


def _label(number: int, style: str) -> str:
    if style == "none":
        return ""
    if style == "decimal" or number < 1:
        return f"{number}. "
    label = letters(number) if style.endswith(("alpha", "latin")) else roman(number)
    return f"({label.upper() if style.startswith('upper') else label}) "
