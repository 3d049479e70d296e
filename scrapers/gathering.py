"""One agreement of a site while its parts are fetched."""

from collections import deque
from dataclasses import dataclass, field

from scrapers.links import Link
from tracker.texts import MetaOverrides, RawDocument


@dataclass
class Gathering:
    """One agreement while its parts are fetched. `unchanged`: so far the site said of all that our copy is up to
    date."""

    key: str
    url: str
    facts: MetaOverrides
    seen: set[str] = field(default_factory=set)
    text_page_followed: bool = False
    waiting: deque[Link] = field(default_factory=deque)
    parts: list[RawDocument] = field(default_factory=list)
    unchanged: bool = True
