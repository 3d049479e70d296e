"""Which wanted texts a crawl has fetched before it came to the lists, so that nothing is brought twice."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from scrapers.links import FORMS, Link, same
from scrapers.wanted import of_same_agreement
from tracker.registry import WantedText


def wanted_link(row: WantedText) -> Link:
    """The address of a wanted text as a link, with the format its path shows."""
    form = FORMS.get(PurePosixPath(urlsplit(row.url).path).suffix.lower(), "html")
    return Link(row.url, "", form)


class WantedFirst:
    """The wanted texts of one crawl, by the site's own key of the agreement.

    A file of which the address does not show the agreement has a key made of the registry's: what a list then says of
    the same agreement, by its name or because its page links that very file, is not fetched again.
    """

    def __init__(self, rows: Sequence[WantedText]) -> None:
        self._rows = {row.key: row for row in rows}
        self._by_key: dict[str, str] = {}
        self._brought: set[str] = set()

    def key_for(self, row: WantedText, own: str | None) -> str:
        """The key under which a wanted text is fetched: the site's own one, where its address shows it."""
        key = own or f"wanted/{row.key.lower()}"
        self._by_key[key] = row.key
        return key

    def done(self, key: str) -> None:
        """Record that the text under a key was delivered."""
        if key in self._by_key:
            self._brought.add(key)

    def lost(self, key: str) -> bool:
        """Whether a key is that of a wanted text, which then may be fetched from another address."""
        return self._by_key.pop(key, None) is not None

    def brings(self, key: str, name: str | None) -> str | None:
        """The key under which the agreement with that name was delivered already; None where it was not."""
        if key in self._by_key:
            return None
        keys = {self._by_key[brought] for brought in self._brought if brought.startswith("wanted/")}
        found = of_same_agreement(name, keys)
        return f"wanted/{found.lower()}" if found is not None else None

    def files(self, key: str, urls: Iterable[str]) -> str | None:
        """The key under which all of some files were delivered already; None where they were not, or are none."""
        if key in self._by_key:
            return None
        addresses = {same(url) for url in urls}
        for brought in self._brought:
            if addresses == {same(self._rows[self._by_key[brought]].url)}:
                return brought
        return None
