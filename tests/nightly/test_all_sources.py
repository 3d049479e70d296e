"""Two nights over every source at once, each a local copy of its site: all is loaded, then nothing is loaded again."""

import re
from contextlib import ExitStack
from pathlib import Path

from tests.nightly.nights import House
from tests.scrapers.entries import entry_of, write_entries
from tests.scrapers.local_sites import SITES, entry_for_copy, site_of
from tests.scrapers.site import Site, serving

LOOSE = {"documents": 3, "min_documents": 0, "max_documents": 99, "min_articles": 0, "max_articles": 999}


def every_source(folder: Path, sites: dict[str, Site]) -> House:
    """A house whose list of sources is the real one, made quick, each source at its local copy."""
    house = House(folder, None)
    quick = {
        key: {**entry_of(key), "delay_seconds": 0.1, **entry_for_copy(key), "expect": LOOSE} for key in SITES
    }
    write_entries(house.sources, quick)
    for key, site in sites.items():
        house.environment[f"TRACKER_{key.upper()}_BASE_URL"] = site.address
    return house


def test_every_source_that_is_a_site_has_a_local_copy() -> None:
    for key in SITES:
        assert site_of(key), f"write pages() in tests/fixtures/{key}/site.py"


def test_two_nights_over_every_source(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = {key: stack.enter_context(serving(site_of(key))) for key in SITES}
        house = every_source(tmp_path / "house", sites)
        first = house.night()
        rows = house.rows()
        assert rows["agreement"] >= len(SITES), first.out + first.err
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
