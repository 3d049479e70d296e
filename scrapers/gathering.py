"""One agreement of a site while its parts are fetched."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date

from scrapy.http import Response

from scrapers.links import Link
from scrapers.memento import archived_on, copy_address
from tracker.texts import MetaOverrides, RawDocument


@dataclass
class Gathering:
    """One agreement while its parts are fetched.

    - `unchanged`: so far the site said of all that our copy is up to date.
    - `indexes`: pages taken for the text that were its index; `lists`: those that list attachments;
      `has_text`: a part with articles, or a file, has come.
    """

    key: str
    url: str
    facts: MetaOverrides
    seen: set[str] = field(default_factory=set)
    text_page_followed: bool = False
    waiting: deque[Link] = field(default_factory=deque)
    parts: list[RawDocument] = field(default_factory=list)
    unchanged: bool = True
    indexes: int = 0
    lists: int = 0
    has_text: bool = False
    archived_on: date | None = None
    archived_at: str | None = None

    def takes(self, response: Response) -> None:
        """Record that a page or part is an archive's copy, where it is; of several the oldest day counts."""
        day = archived_on(response)
        if day is not None and (self.archived_on is None or day < self.archived_on):
            self.archived_on, self.archived_at = day, copy_address(response)

    def basis(self, home: str, language: str | None) -> MetaOverrides:
        """What is known of the text as such: address and language, key, and whether it is an archive's copy."""
        return MetaOverrides(
            source_url=self.archived_at or home,
            language=language,
            external_id=self.key,
            archived_on=self.archived_on,
        )
