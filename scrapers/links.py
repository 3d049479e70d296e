"""Links of a page: which to follow, their titles, and the format of their targets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

FORMS = {".pdf": "pdf", ".docx": "docx", ".doc": "doc", ".rtf": "doc"}
"""Formats of a text by the end of its path; anything else that is not a file is taken as a page ("html")."""

NEVER_TEXT = (
    r"\bletters?\b|fact ?sheet|summar(?:y|ies)|\boverview|\bguide\b|brochure|infographic|\bfaqs?\b|\bpress\b"
    r"|tariff[ _-](?:schedule|elimination|commitment)|\bschedules?\b|product[ _-]specific|interest analysis"
    r"|impact (?:assessment|statement|analysis)|\bmemorand|\bmous?\b|joint (?:statement|declaration)|minutes"
    r"|presentation|newsletter|outcomes|status list|certificate"
)
"""Files next to a text that are not part of it, or are tables of tariff lines without articles."""

_OTHER_FILES = re.compile(
    r"\.(?:docm|odt|zip|xlsx?|csv|pptx?|jpe?g|png|gif|svg|mp4|epub|ics|xml|json|atom|rss)$",
    re.IGNORECASE,
)
_FORMAT_NOTE = re.compile(
    r"[\[(][^\])]*\b(?:pdf|docx?|word|html?|kb|mb)\b[^\])]*[\])]|\b\d+(?:[.,]\d+)?\s?[km]b\b"
    r"|\((?:opens|external)[^)]*\)",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:pdf|docx?|word|html?|text|texto|english|español|french|download|view|read|here|more|version|format"
    r"|click|the|full|file|document|article|section|anchor|back|to|top|[\W\d_])*",
    re.IGNORECASE,
)
_ENTIRE = re.compile(
    r"\b(?:full|complete|entire|consolidated|whole)\b.*\b(?:text|agreement)|\btext of the\b.*\bagreement"
    r"|\btexto completo|\blegal text$|\btexto del?\b.*\b(?:acuerdo|tratado)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"^(?:chapter|cap[ií]tulo|chapitre|section|part|preamble|pre[aá]mbulo|\d{1,2}(?:[.:)]|\s|$))",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"^(?:annex|anexo|appendi|ap[eé]ndice|protocol|schedule)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^(?:annexes|anexos|protocol[eo]?s|append(?:ic|ix)es|ap[eé]ndices|schedules)\b", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:table of )?contents?|index|[ií]ndice(?: general)?|contenido|sommaire|table des mati[eè]res"
    r"|agreement|acuerdo|tratado|texts?|textos?|html(?: version)?|",
    re.IGNORECASE,
)
"""The text of a link to an index or to the text itself; empty where it only names a language or a format."""

_LONGEST_TITLE = 200
_ECL_FILE = (
    "ancestor::*[contains(concat(' ', @class, ' '), ' ecl-file ')][1]//*[contains(@class, 'ecl-file__title')]"
)
"""The title of a file on sites of the European Commission (Europa Component Library), whose link says "Download"."""


@dataclass(frozen=True, slots=True)
class Links:
    """Which links of a page to follow.

    - `inside`: CSS of the regions with the links.
    - `path`: searched in the target's path and query; `text`: searched in the link's text.
    - `but_not`: must be in neither.

    Case does not matter.
    """

    inside: str
    path: str
    text: str | None = None
    but_not: str | None = None

    def take(self, path: str, title: str) -> bool:
        """Whether to follow a link to `path` with the text `title`."""
        if not re.search(self.path, path, re.IGNORECASE):
            return False
        if self.text is not None and not re.search(self.text, title, re.IGNORECASE):
            return False
        return self.but_not is None or not re.search(self.but_not, f"{path}\n{title}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: absolute address without its fragment, its text ("" where that only names a format), the format of its
    target (a value of FORMS, or "html"), the text of the row, item or paragraph around it, and the heading above it.
    """

    url: str
    title: str
    form: str = "html"
    row: str = ""
    heading: str = ""


def links_in(response: TextResponse, rule: Links) -> list[Link]:
    """The links of a page that a rule accepts, in the order of the page, each target once."""
    found: dict[str, Link] = {}
    for region in response.css(rule.inside):
        heading = ""
        for element in region.xpath(".//a[@href] | .//area[@href] | .//h2 | .//h3 | .//h4"):
            if "href" not in element.attrib:
                heading = joined(element.xpath(".//text()").getall())
                continue
            url = _target(response, element)
            if url is None or not re.search(rule.path, path_of(url), re.IGNORECASE):
                continue
            known = found.get(same(url))
            if known is not None and known.title:
                continue
            link = _link(url, element, heading)
            if rule.take(path_of(url), link.title or link.row) and (known is None or link.title):
                found[same(url)] = link
    return list(found.values())


def frames_in(response: TextResponse) -> list[Link]:
    """The pages of a frameset, without those for banner and menu where there are others."""
    frames = [
        (f"{frame.attrib.get('name', '')} {frame.attrib['src']}", response.urljoin(frame.attrib["src"]))
        for frame in response.xpath("//frameset//frame[@src]")
    ]
    content = [url for name, url in frames if not re.search(r"menu|nav|banner|logo|header|top", name, re.I)]
    return [Link(urldefrag(url)[0], "") for url in content or [url for _name, url in frames]]


def same(url: str) -> str:
    """The address in a form that is equal for one page: without regard to case, scheme, `www.` and fragment."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).rstrip('/')}?{parts.query}".lower()


def path_of(url: str) -> str:
    """Path and query of an address, without percent signs."""
    parts = urlsplit(url)
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


def folder_of(url: str) -> str:
    """The folder of a page, lower case, with a slash at its end."""
    return unquote(urlsplit(url).path).rpartition("/")[0].lower() + "/"


def pick_forms(links: Sequence[Link], prefer: Sequence[str]) -> list[Link]:
    """The links, where several have the same text in several formats only the one in the preferred format.

    Links have the same text if their titles are equal, or their paths up to the suffix.
    """
    forms: dict[str, set[str]] = {}
    for link in links:
        for name in _names(link):
            forms.setdefault(name, set()).add(link.form)

    def is_best(link: Link) -> bool:
        others = set().union(*(forms[name] for name in _names(link)))
        return link.form == min(
            others, key=lambda form: prefer.index(form) if form in prefer else len(prefer)
        )

    return [link for link in links if is_best(link)]


def is_chapter(link: Link) -> bool:
    """Whether the text of a link names a chapter."""
    return bool(_CHAPTER.match(link.title)) and not _ENTIRE.search(link.title)


def is_annex(link: Link) -> bool:
    """Whether the text of a link names an annex, a protocol or the like."""
    return bool(_ANNEX.match(link.title))


def names_one_annex(link: Link) -> bool:
    """Whether the text of a link names one annex, protocol or the like, not "Annexes"."""
    return is_annex(link) and not _SEVERAL.match(link.title)


def is_entire(link: Link) -> bool:
    """Whether the text of a link says that the whole text of an agreement is behind it."""
    return _ENTIRE.search(link.title) is not None


def is_index(link: Link) -> bool:
    """Whether the text of a link says that an index of the text is behind it, or the text itself."""
    return is_entire(link) or _CONTENTS.fullmatch(link.title) is not None


def pick_chapters(links: Sequence[Link]) -> list[Link]:
    """The links without files of the whole agreement where there are several chapters; else with the first such file
    only."""
    entire = [link for link in links if _ENTIRE.search(link.title)]
    dropped = entire if sum(map(is_chapter, links)) > 1 else entire[1:]
    return [link for link in links if link not in dropped]


def joined(texts: Iterable[str]) -> str:
    """Pieces of text as one line."""
    return " ".join(" ".join(texts).split())


def _target(response: TextResponse, anchor: Selector) -> str | None:
    """The target of a link; None for one within the page, to a mail address, or to a picture or table file."""
    href = anchor.attrib["href"].strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = urldefrag(response.urljoin(href))[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return None if parts.scheme not in {"http", "https"} or _OTHER_FILES.search(parts.path) else url


def _link(url: str, anchor: Selector, heading: str) -> Link:
    rows = anchor.xpath("ancestor::*[self::li or self::tr or self::p or self::dd or self::dt][1]")
    rows = rows or anchor.xpath(_ECL_FILE)
    row = joined(rows.xpath(".//text()").getall())[: _LONGEST_TITLE * 2]
    title = _title(joined(anchor.xpath(".//text()").getall())) or _title(row)
    form = FORMS.get(PurePosixPath(urlsplit(url).path).suffix.lower(), "html")
    return Link(url, title, form, row, heading)


def _title(text: str) -> str:
    text = joined([_FORMAT_NOTE.sub(" ", text)]).strip(" -–—:|,;»")
    text = re.sub(r"\s+(?:pdf|docx?|word|html)$", "", text, flags=re.IGNORECASE)
    return "" if _SAYS_NOTHING.fullmatch(text) or len(text) > _LONGEST_TITLE else text


def _names(link: Link) -> tuple[str, ...]:
    stem = same(link.url).partition("?")[0]
    stem = stem.removesuffix(PurePosixPath(stem).suffix)
    return (f"title {link.title.lower()}", f"path {stem}") if link.title else (f"path {stem}",)
