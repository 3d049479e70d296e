"""Pages between an agreement's page and its text: hubs that only link the text, and indexes taken for the text."""

from collections import deque
from collections.abc import Collection, Sequence

from scrapy.http import Response, TextResponse

from scrapers.gathering import Gathering
from scrapers.links import Link, is_annex, is_chapter, is_entire, is_index, same
from scrapers.parts import is_text

MAX_INDEXES = 3
"""Most pages one behind the other between an agreement's page and its chapters."""


def behind_index(response: Response, link: Link, parts: Sequence[Link], known: Collection[str]) -> list[Link]:
    """The parts behind a page that was taken for the text ("Text of the Agreement") and is its index; none for a part.

    - `link` led to the page, `parts` are what it links, `known` the addresses (`same`) that are under way already.
    - Given are the chapters it links and what stands beside them, or the one further page where it only leads on to
      that. Links to what is under way, as to the next chapter, are no index.
    """
    parts = [part for part in parts if same(part.url) not in known]
    chapters = sum(map(is_chapter, parts))
    further = [part for part in parts if part.form == "html" and is_index(part)]
    goes_on = len(further) == 1 and not (is_chapter(link) or is_annex(link))
    if chapters < (1 if is_entire(link) else 2) and not goes_on:
        return []
    if not isinstance(response, TextResponse) or is_text(response):
        return []
    return parts if chapters else further


def attachments_behind(response: TextResponse, parts: Sequence[Link], known: Collection[str]) -> list[Link]:
    """The annexes, protocols and the like on a page that is a list of these and no text; none for another page.

    - `parts` are what the page links, `known` the addresses (`same`) that are under way already.
    """
    listed = [part for part in parts if is_annex(part) and same(part.url) not in known]
    return listed if listed and not is_text(response) else []


def follow_index(behind: Sequence[Link], gathering: Gathering) -> None:
    """Take the parts of an index in place of the page that linked it.

    That one is a hub, and what else it links (amendments, decisions, background) is not part of the text, nor is what
    came before without articles.
    """
    gathering.indexes += 1
    gathering.text_page_followed = True
    gathering.parts = [part for part in gathering.parts if is_chapter(Link("", part.overrides.name or ""))]
    rest = [other for other in gathering.waiting if is_chapter(other) or is_annex(other)]
    gathering.waiting = deque((*behind, *rest))
