"""The local copy of every source's site, found by the source's key: `pages()` in `tests/fixtures/<key>/site.py`.

`ENTRY` there, where it is, holds values of the source's entry that its copy needs in place of the real ones.
"""

import json
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from scrapers.run import crawl
from scrapers.session import FetchedDocument
from scrapers.sources import SOURCES_FOLDER, get_source, load_sources
from tests.scrapers.crawl_site import described, run
from tests.scrapers.local_pages import FIXTURES
from tests.scrapers.readings import facts_of, reading
from tests.scrapers.site import Page, serving

SITES = tuple(key for key, source in load_sources(SOURCES_FOLDER).items() if source.kind == "site")
"""Keys of all sources that are sites, in the order of visits."""


def site_of(key: str) -> dict[str, Page]:
    """The pages of a source's local copy, by path."""
    pages: dict[str, Page] = _module(key).pages()
    return pages


def entry_for_copy(key: str) -> dict[str, Any]:
    """Values of the source's entry that its copy needs in place of the real ones."""
    return dict(getattr(_module(key), "ENTRY", {}))


def _module(key: str) -> ModuleType:
    return import_module(f"tests.fixtures.{key}.site")


@cache
def crawled(key: str) -> tuple[dict[str, Any], list[str]]:
    """One crawl of a site as it is, its documents read: what it printed, and the paths it asked for."""
    with serving(site_of(key)) as site, tempfile.TemporaryDirectory() as cache_folder:
        report = run(key, site.address, Path(cache_folder), parse=True, entry=entry_for_copy(key))
    assert not [error for error in report["errors"] if "status 404" in error], report["errors"]
    return report | {"address": site.address}, site.asked


def brought(key: str) -> dict[str, Any]:
    """What a source's local copy brings, in plain values that are the same each time.

    `documents` as read, with the address, key and parts of each; `facts` that a list claims; `errors` and `notes`. The
    address of the copy itself is written SITE.
    """
    if get_source(key).kind == "folder":
        report = _read_folder(key)
        address = f"{FIXTURES / key}/"
    else:
        report, _asked = crawled(key)
        address = report["address"]
    documents = [
        {name: document[name] for name in ("external_id", "url", "parts") if document[name]}
        | document["reading"]
        for document in report["documents"]
    ]
    found = {
        "documents": sorted(documents, key=lambda one: (one.get("external_id") or "", one.get("url") or "")),
        "facts": {key: facts_of(report["facts"][key]) for key in sorted(report["facts"])},
        "errors": sorted(report["errors"]),
        "notes": sorted(report["stats"]["notes"]),
    }
    plain: dict[str, Any] = json.loads(json.dumps(found).replace(address, "SITE/"))
    return plain


def _read_folder(key: str) -> dict[str, Any]:
    """The same report of a source that is a folder: of its fixture folder itself."""
    documents: list[FetchedDocument] = []
    stats = crawl(key, folder=FIXTURES / key, sink=documents.append)
    return {
        "documents": [described(one) | {"reading": reading(one.raw)} for one in documents],
        "facts": {},
        "errors": stats.errors,
        "stats": {"notes": stats.notes},
    }


def by_key(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The documents of a crawl by the site's own key."""
    return {document["external_id"]: document for document in report["documents"]}


def numbers(document: dict[str, Any]) -> list[str]:
    """The numbers of a document's articles, in order."""
    return [number for _chapter, number, _heading, _text in document["articles"] if number]
