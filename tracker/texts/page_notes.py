"""Footnotes of a web page: a mark in the text and a note elsewhere that link each other.

No class or id is looked at: templates (WET, GOV.UK, EUR-Lex, pages that Word saved) name theirs differently, but all
link there and back.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from tracker.texts.page_frame import visible

_WORD = r"\W*(?:(?:foot|end)?note|nota(?: al pie)?|note de bas de page)?\W*"
_NUMBER = r"(\d{1,3}|[a-z]|\*{1,4})"
_MARK = re.compile(rf"{_WORD}{_NUMBER}\W*", re.IGNORECASE)
_LABEL = re.compile(rf"^{_WORD}{_NUMBER}(?:[)\].:]+|(?=\s)|$)\s*", re.IGNORECASE)
_RETURNS = re.compile(r"(?:return|back|retour|volver)\b.*|[\W\d]*", re.IGNORECASE)
_HOLDS_A_NOTE = frozenset(("p", "li", "dd", "div", "td", "aside", "section"))


@dataclass(slots=True)
class PageNotes:
    """The notes of a page: `marks` are the links in the text with the mark of each, `bodies` the elements that hold the
    notes with the note's mark and words, `labels` elements that only repeat a note's number."""

    marks: dict[etree._Element, str] = field(default_factory=dict)
    bodies: dict[etree._Element, tuple[str, str]] = field(default_factory=dict)
    labels: set[etree._Element] = field(default_factory=set)


def notes_of(content: etree._Element) -> PageNotes:
    """The footnotes of a page, by their links: the mark comes first and leads to the note, the note leads back."""
    links = [
        (link, str(link.get("href"))[1:])
        for link in content.iter("a")
        if len(link.get("href") or "") > 1 and str(link.get("href")).startswith("#")
    ]
    notes = PageNotes()
    if not links:
        return notes
    named = _named(content)
    order = {link: place for place, (link, _target) in enumerate(links)}
    taken: set[str] = set()
    for link, target in links:
        match = _MARK.fullmatch(visible(link))
        goal = named.get(target)
        if match is None or goal is None or link in notes.marks:
            continue
        body = _body(goal)
        back = body is not None and _links_back(body, link, named, order)
        if body is None or not back or body in notes.bodies:
            continue
        mark = _unused(match[1], taken)
        words = _words(body, link, named)
        if not words:
            continue
        notes.marks[link] = mark
        notes.bodies[body] = (mark, words)
        before = body.getprevious()
        if (
            body.tag == "dd"
            and before is not None
            and before.tag == "dt"
            and _MARK.fullmatch(visible(before))
        ):
            notes.labels.add(before)
    return notes


def _named(content: etree._Element) -> dict[str, etree._Element]:
    """Elements by their id, or the name of an anchor."""
    named: dict[str, etree._Element] = {}
    for element in content.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    named.setdefault(name, element)
    return named


def _body(goal: etree._Element) -> etree._Element | None:
    """The element with all of a note: the block its link leads to or into; the `div` around one that has no other."""
    body: etree._Element | None = goal
    while body is not None and body.tag not in _HOLDS_A_NOTE:
        body = body.getparent()
    if body is not None and body.tag == "p":
        around = body.getparent()
        if (
            around is not None
            and around.tag == "div"
            and around.get("id")
            and around[0] is body
            and len(around) <= 10
        ):
            return around
    return body


def _links_back(
    body: etree._Element,
    mark: etree._Element,
    named: dict[str, etree._Element],
    order: dict[etree._Element, int],
) -> bool:
    """Whether a note links the place of its mark, which stands before it and not in it."""
    if any(around is body for around in mark.iterancestors()):
        return False
    return any(
        _is_near(named.get(str(link.get("href"))[1:]), mark) and order.get(link, -1) > order[mark]
        for link in body.iter("a")
        if str(link.get("href") or "").startswith("#")
    )


def _is_near(goal: etree._Element | None, mark: etree._Element) -> bool:
    """Whether an element is the mark, holds it, is in it, or stands right before it."""
    if goal is None:
        return False
    around = [mark, *list(mark.iterancestors())[:2]]
    return (
        any(goal is one for one in around)
        or any(goal is one for one in mark.iter())
        or goal is mark.getprevious()
    )


def _words(body: etree._Element, mark: etree._Element, named: dict[str, etree._Element]) -> str:
    """The words of a note without its number and the links back."""
    pieces: list[str] = []

    def walk(element: etree._Element) -> None:
        if element.tag == "a" and str(element.get("href") or "").startswith("#"):
            goal = named.get(str(element.get("href"))[1:])
            if _is_near(goal, mark) and _RETURNS.fullmatch(visible(element)):
                return
        if element.text:
            pieces.append(element.text)
        for child in element:
            if isinstance(child.tag, str):
                walk(child)
            if child.tail:
                pieces.append(child.tail)
        if element.tag in _HOLDS_A_NOTE or element.tag == "br":
            pieces.append(" ")

    walk(body)
    words = " ".join("".join(pieces).split())
    label = _LABEL.match(words)
    if label is not None and label[1].casefold() in visible(mark).casefold():
        words = words[label.end() :]
    return words.lstrip(")].: ")


def _unused(mark: str, taken: set[str]) -> str:
    """A mark that no other note of the page has: where numbers begin anew, the count of them is put before a dot."""
    wanted = mark if mark.isalnum() else str(len(mark))
    found = wanted
    while found in taken:
        found = f"{len(taken)}.{wanted}"
    taken.add(found)
    return found
