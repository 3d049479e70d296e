"""Two nights over every source at once, each a local copy of its site: all is loaded, then nothing is loaded again."""

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scrapers.sources import load_sources
from tests.nightly.nights import House, pages
from tests.scrapers import chapter_sites, public_sites
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.site import Page, Site, serving
from tests.scrapers.test_eurlex import ITEMS

CHAPTER_SITES = ("sice", "gac", "ustr", "dfat", "mfat", "mti_sg", "efta", "asean", "afcfta")
PUBLIC_SITES = ("wto_rta", "wto_ecom", "eurlex", "govuk")
WEB_SOURCES = ("tota", *PUBLIC_SITES, *CHAPTER_SITES)
CHANGES: dict[str, dict[str, Any]] = {"eurlex": {"items": ITEMS}}
LOOSE = {"documents": 3, "min_documents": 0, "max_documents": 99, "min_articles": 0, "max_articles": 999}


def site_of(key: str) -> dict[str, Page]:
    """The local copy of a source's site."""
    if key == "tota":
        return pages(1, 2, 3)
    module = public_sites if key in PUBLIC_SITES else chapter_sites
    copy: dict[str, Page] = getattr(module, key)()
    return copy


def every_source(folder: Path, sites: dict[str, Site]) -> House:
    """A house whose list of sources is the real one, made quick, each source at its local copy."""
    house = House(folder, None)
    quick = {
        key: {**entry_of(key), "delay_seconds": 0.1, "expect": LOOSE, **CHANGES.get(key, {})}
        for key in WEB_SOURCES
    }
    write_entries(house.sources, quick)
    for key, site in sites.items():
        house.environment[f"TRACKER_{key.upper()}_BASE_URL"] = site.address
    return house


def test_every_source_of_the_list_has_a_local_copy_here() -> None:
    listed = set(load_sources())
    assert listed - set(WEB_SOURCES) == {"watch_folder"}, "watch_folder reads no site"


def test_two_nights_over_every_source(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = {key: stack.enter_context(serving(site_of(key))) for key in WEB_SOURCES}
        house = every_source(tmp_path / "house", sites)
        first = house.night()
        rows = house.rows()
        assert rows["agreement"] >= len(WEB_SOURCES), first.out + first.err
        loaded = {key: any(status == 200 for status in site.statuses) for key, site in sites.items()}
        assert all(loaded.values()), loaded
        assert "Traceback" not in first.out + first.err
        for site in sites.values():
            site.statuses.clear()
            site.asked.clear()
        second = house.night()
        assert house.rows() == rows, "nothing came twice"
        assert re.search(r"nothing|no change|0 new", second.last_line), second.last_line
        assert house.digest()["changed"] is False if "changed" in house.digest() else True
        asked_again = [key for key, site in sites.items() if not site.asked]
        assert asked_again == [], "every site was visited again"
