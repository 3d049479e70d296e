"""The frame of a web page: what a site prints around each text, such as notices on cookies, questions whether the page
was useful, days of change, sharing, menus. None of it is part of an article.

A part of the frame is recognised by the names that templates give it (WET of Canada, GOV.UK, Europa, Drupal), by its
words at the end of a page, or as a run of links at either end.
"""

import re
from collections.abc import Sequence

from lxml import etree

from tracker.texts.blocks import Block
from tracker.texts.headings import recognise

_NAMES = frozenset(
    (
        *("cookie", "cookies", "cookiebar", "cookiebanner", "cookieconsent", "consent", "gdpr"),
        *("feedback", "pagedetails", "datemod", "dtmd", "lastupdated", "pft"),
        *("breadcrumb", "breadcrumbs", "skiplink", "skip", "pager", "pagination"),
        *("share", "sharing", "sharethis", "addthis", "addtoany", "social"),
        *("footer", "masthead", "navbar"),
    )
)
"""Words in an element's id or class by which templates name a part of the frame."""

_NOTES = frozenset(("note", "notes", "fnote", "footnote", "footnotes", "endnotes"))
_LINKED_NAMES = frozenset(
    (
        "related",
        "sidebar",
        "sidenav",
        "menu",
        "nav",
        "navigation",
        "subnav",
        "toolbar",
        "news",
        "header",
        "links",
    )
)
"""Words that name such a part only where the element holds little but links."""

_ROLES = frozenset(("dialog", "alertdialog"))
_LARGEST = 1_500
"""Most visible characters of a part of the frame recognised by its name alone; elements around a text may be named
alike."""

_SHARE_OF_LINKS = 0.6
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")

_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[ ./-](?:de )?\w+\.?[ ./-](?:de )?\d{4}|\w+ \d{1,2},? \d{4})"
_OF_CHANGE = (
    r"(?:page |date )?(?:last )?(?:modified|updated|reviewed|published)(?: date)?(?: on)?"
    r"|date (?:modified|updated|published)|(?:fecha de )?(?:la )?[uú]ltima (?:actualizaci[oó]n|modificaci[oó]n)"
    r"|fecha de (?:actualizaci[oó]n|modificaci[oó]n|publicaci[oó]n)|derni[eè]re (?:mise [aà] jour|modification)"
    r"|date de (?:modification|mise [aà] jour)|[uú]ltima atualiza[cç][aã]o"
    r"|(?:publicado|atualizado|modificado) em|(?:publicad[oa]|actualizad[oa]|modificad[oa]) el"
    r"|(?:publi[eé]|mis [aà] jour) le"
)
_HOUR = r"(?: ?(?:a[st]? |à |- )?\d{1,2}[h:]\d{0,2})?"
_LABEL = re.compile(rf"(?:{_OF_CHANGE})\s*:?", re.IGNORECASE)
_ONLY_A_DAY = re.compile(_DAY)

_BACK = re.compile(
    r"\W*(?:(?:back|return|go|jump) to (?:the )?(?:top|start|index|contents?|table of contents|list|main page)"
    r"(?: of (?:the )?page)?|top(?: of (?:the )?page)?|volver(?: (?:arriba|al [ií]ndice|al inicio|al contenido))?"
    r"|(?:ir )?arriba|retour (?:en haut(?: de (?:la )?page)?|au sommaire|[aà] la table des mati[eè]res)"
    r"|haut de (?:la )?page|voltar ao (?:topo|[ií]ndice))\W*",
    re.IGNORECASE,
)
"""A link within the page, or to its index, which many sites put after each article."""

_LINE = re.compile(
    rf"\W*(?:(?:{_OF_CHANGE})\s*:?\s*(?:{_DAY}{_HOUR})?"
    r"|(?:share|print|e-?mail|save|download|bookmark)(?: (?:this|the))?(?: (?:page|document|article))?"
    r"(?: (?:on|via|by|as) .{1,40})?"
    r"|compart(?:ir|e|a|ilhe|ilhar)\b:?(?: (?:en|por|v[ií]a|est[ea]|n[oa]|em|p[aá]gina|facebook|twitter).{0,40})?"
    r"|imprimir(?: .{0,30})?|partager(?: .{0,40})?"
    r"|imprimer(?: .{0,30})?|follow us.{0,60}"
    r"|facebook|twitter|linkedin|whatsapp|instagram|youtube"
    r"|(?:is|was) this (?:page|information|content) (?:useful|helpful)\W*(?:yes|no|maybe|\W)*"
    r"|(?:yes|no)[ ,]*(?:this page is (?:not )?useful)?|(?:thank you|thanks) for your feedback"
    r"|(?:report|there is) (?:a |an |something )?(?:problem|mistake|error|wrong|issue).{0,60}\bpage"
    r"|¿(?:le |te )?(?:fue|ha sido|es) [uú]til (?:esta p[aá]gina|esta informaci[oó]n|este contenido).{0,10}"
    r"|cette page (?:vous )?a-t-elle [eé]t[eé] utile.{0,10}|signaler (?:un|une) (?:probl[eè]me|erreur).{0,40}page"
    r"|(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: only)? uses? (?:some |only )?"
    r"(?:essential |necessary )?cookies.{0,300}"
    r"|(?:utilizamos|usamos|este sitio (?:web )?(?:utiliza|usa)) cookies.{0,300}"
    r"|(?:nous utilisons|ce site (?:web )?utilise) des cookies.{0,300}|(?:n[oó]s )?utilizamos cookies.{0,300}"
    r"|(?:accept|reject|manage|allow)(?: all)?(?: additional)? cookies(?: settings)?|cookies? (?:policy|settings)"
    r"|here[’']s how you know|an official website of the .{1,80}|(?:visitors?|visitas?|visiteurs?|hits)\s*:?\s*[\d.,]+"
    r"|(?:©|\(c\)|copyright\b).{0,150}|(?:.{0,100}\b)?(?:all rights reserved|todos los derechos reservados"
    r"|tous droits r[eé]serv[eé]s|todos os direitos reservados).{0,60}"
    r"|(?:previous|next|anterior|siguiente|pr[eé]c[eé]dente?|suivante?|pr[oó]ximo)"
    r"(?: (?:page|chapter|section|article|cap[ií]tulo|p[aá]gina|chapitre))?"
    r"(?:\W+(?:previous|next|anterior|siguiente|pr[eé]c[eé]dente?|suivante?|pr[oó]ximo|index|[ií]ndice|contents?)"
    r"(?: (?:page|chapter|section|article|cap[ií]tulo|p[aá]gina|chapitre))?)*"
    r"|(?:table of contents|page details|on this page|see also|more information|contact us|site ?map|disclaimer"
    r"|(?:other )?related (?:links|pages|documents|content|information|publications)|footnotes?|endnotes?"
    r"|enlaces relacionados|p[aá]ginas relacionadas|liens connexes|notas? (?:al pie|de rodap[eé])"
    r"|notes? de bas de page|d[eé]tails de la page))\W*",
    re.IGNORECASE,
)
"""Lines that a site prints below its texts."""

_SHORT = 70
_HOLDS_A_LINE = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "td", "dt", "b", "strong")
_ENDS_A_TEXT = re.compile(r"[.;:]$")


def is_frame(element: etree._Element) -> bool:
    """Whether an element is a part of the frame, by its role or the names that its template gives it.

    One with the heading of an article, or much text, is none, whatever it is called.
    """
    if not element.attrib and element.tag != "aside":
        return False  # most elements
    names = _names(element)
    certain = (not _NAMES.isdisjoint(names) and _NOTES.isdisjoint(names)) or element.get("role") in _ROLES
    if not certain and element.tag != "aside" and _LINKED_NAMES.isdisjoint(names):
        return False
    text = visible(element)
    if certain:
        return len(text) <= _LARGEST and not _has_article(element)
    linked = sum(len(visible(link)) for link in element.iter("a", "button"))
    return linked >= _SHARE_OF_LINKS * len(text) and not _has_article(element)


def visible(element: etree._Element) -> str:
    """The words of an element, in one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def without_frame(blocks: Sequence[Block], linked: Sequence[bool]) -> list[Block]:
    """The blocks without the frame's lines at the end of a page, links back to its top, and, where the page has
    articles, runs of links at either end. `linked` says of each block whether it is a link and no more."""
    kept = [
        (block, link)
        for block, link in zip(blocks, linked, strict=True)
        if not (link and _BACK.fullmatch(block.text))
    ]
    has_articles = any(_is_heading(block, "article") for block, _link in kept)
    last = _end_of_text(kept, has_articles)
    first = _start_of_text(kept[:last]) if has_articles else 0
    return [block for block, _link in kept[first:last]]


def _end_of_text(blocks: list[tuple[Block, bool]], has_articles: bool) -> int:
    """The number of blocks before the frame at the end: its known lines, and below articles links, with short lines
    between them that are not more than the links."""
    end = len(blocks)
    of_frame = others = 0
    for at in range(len(blocks) - 1, -1, -1):
        block, link = blocks[at]
        if _is_heading(block):
            break
        if _is_line(block) or _is_day_of_change(blocks, at) or (link and has_articles):
            of_frame += 1
        elif link or (has_articles and of_frame > others and _is_short(block)):
            others += 1
        else:
            break
        if of_frame > others or (of_frame == others and (link or _is_line(block))):
            end = at
    return end - 1 if end < len(blocks) and _is_title_of_frame(blocks[:end]) else end


def _is_title_of_frame(blocks: list[tuple[Block, bool]]) -> bool:
    """Whether the last of some blocks is a heading of its own, such as "News", and not the title of an article."""
    if len(blocks) < 2 or not blocks[-1][0].marked or not _is_short(blocks[-1][0]):
        return False
    return not _is_heading(blocks[-1][0]) and not _is_heading(blocks[-2][0])


def _start_of_text(blocks: list[tuple[Block, bool]]) -> int:
    """The number of blocks of the frame at the beginning: links, and short lines between them."""
    start = links = others = 0
    for at, (block, link) in enumerate(blocks):
        if block.marked or _is_heading(block):
            break
        if link or _is_line(block):
            links += 1
            if links > others:
                start = at + 1
        elif _is_short(block) and others <= links:
            others += 1
        else:
            break
    return start if start > 1 or (start and _is_line(blocks[0][0])) else 0


def _is_day_of_change(blocks: list[tuple[Block, bool]], at: int) -> bool:
    """Whether a block is a day alone, below the words that it is one of change."""
    return bool(
        at > 0 and _ONLY_A_DAY.fullmatch(blocks[at][0].text) and _LABEL.fullmatch(blocks[at - 1][0].text)
    )


def _is_line(block: Block) -> bool:
    return bool(_LINE.fullmatch(block.text) or _BACK.fullmatch(block.text))


def _is_short(block: Block) -> bool:
    return len(block.text) <= _SHORT and not _ENDS_A_TEXT.search(block.text)


def _is_heading(block: Block, kind: str | None = None) -> bool:
    found = recognise(block.text) if block.footnote is None else None
    return found is not None and (kind is None or found.kind == kind)


def _names(element: etree._Element) -> set[str]:
    words = f"{element.get('id') or ''} {element.get('class') or ''}"
    return {word.lower() for word in _WORD.findall(words)} if words.strip() else set()


def _has_article(element: etree._Element) -> bool:
    """Whether an article begins in an element, other than as a link to it."""
    for part in element.iter(*_HOLDS_A_LINE):
        found = recognise(visible(part)[:_SHORT])
        if found is not None and found.kind == "article" and part.find(".//a[@href]") is None:
            return True
    return False
