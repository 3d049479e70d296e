"""Run one crawl of any source in a process of its own (Twisted's reactor starts once) and print it as JSON.

Arguments: the source's key, base URL ("-" for the source's own), cache folder, and a JSON object that may hold
`limit`, `settings` (Scrapy's), `known` (how many documents the source is said to have) and `entry` (other
values of the source's entry), `parse` (whether documents are read, too), `sink_fails_at` (the number of the document
at which the store is gone), `sink_raises_at` (the name of the document that the sink raises on; "" for all), `wanted`
(rows of wanted texts to fetch first). `run` does it from a test and gives what was printed; `command` is for tests
that need the process itself.

Printed: `documents` (name, sha256, media_type, url, external_id, not_modified, charset, source, size,
`overrides` as plain values without the empty ones, `parts` names of a bundle's parts in order; with `parse`
`articles`, what was read: chapter heading, number, heading, text of each; `reading`, what
`readings.py` says), `facts` (the claims of a list, by external_id), `progress`,
`stats` (the crawl's result), `errors` (lines), `kinds` (each error's), `failure`.
"""

import io
import json
import sys
import zipfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from scrapers.run import crawl
from scrapers.session import FetchedDocument, FetchedFacts
from scrapers.sources import Source, get_source
from tests.processes import run_module
from tests.scrapers.readings import reading
from tracker.errors import BadInput, TrackerError
from tracker.registry import WantedText
from tracker.resolution.claims import meta_to_json
from tracker.texts import MetaOverrides, RawDocument, is_paper, parse, parse_paper

BUNDLE = "application/x-agreement-parts"
QUICK: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_BACKOFF_SECONDS": 0.01,
    "DOWNLOAD_TIMEOUT": 5,
}
"""Scrapy's settings for a site on this machine."""


def command(key: str, base_url: str, cache: Path, **wanted: Any) -> list[str]:
    """The command that runs one crawl; its process must start in PROJECT."""
    return [sys.executable, "-m", "tests.scrapers.crawl_site", key, base_url, str(cache), json.dumps(wanted)]


def run(key: str, base_url: str, cache: Path, timeout: float = 60, **wanted: Any) -> dict[str, Any]:
    """One crawl in a process of its own; what it prints. Fails where the process does or complains."""
    arguments = [key, base_url, str(cache), json.dumps(wanted)]
    result = run_module("tests.scrapers.crawl_site", arguments, timeout=timeout)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def plain(overrides: MetaOverrides) -> dict[str, Any]:
    """Overrides as JSON takes them, without those that say nothing."""
    given = {name: value for name, value in asdict(overrides).items() if value not in (None, ())}
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in given.items()
    }


def part_names(raw: RawDocument) -> list[str]:
    """Names of the parts of a bundle, in order; none for any other document."""
    if raw.media_type != BUNDLE:
        return []
    with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    parts = manifest["parts"] if isinstance(manifest, dict) else manifest
    return [part["name"] for part in parts]


def described(document: FetchedDocument) -> dict[str, Any]:
    """One document as JSON takes it."""
    raw = document.raw
    return {
        "name": raw.name,
        "sha256": raw.sha256,
        "media_type": raw.media_type,
        "charset": raw.charset,
        "source": raw.source,
        "size": len(raw.data),
        "url": document.url,
        "external_id": raw.overrides.external_id,
        "overrides": plain(raw.overrides),
        "not_modified": document.not_modified,
        "parts": part_names(raw),
    }


def articles(raw: RawDocument) -> list[tuple[str | None, str | None, str | None, str]]:
    """What the reader finds in a document: chapter heading, number, heading and text of each article.

    Nothing where it cannot be read, or is a paper without articles; `reading` says which.
    """
    try:
        text = parse_paper(raw).agreement if is_paper(raw) else parse(raw)
    except BadInput:
        return []
    return [
        (chapter.heading, article.number, article.heading, article.text)
        for chapter in (text.chapters if text else ())
        for article in chapter.articles
    ]


def read(raw: RawDocument) -> dict[str, Any]:
    """A document as the readers see it."""
    return {"articles": articles(raw), "reading": reading(raw)}


def main() -> None:
    """Crawl and print."""
    key, address, cache, wanted = sys.argv[1], sys.argv[2], Path(sys.argv[3]), json.loads(sys.argv[4])
    source = Source.model_validate(get_source(key).model_dump() | wanted.get("entry", {}))
    if "known" in wanted:
        expect = source.expect.model_copy(update={"documents": wanted["known"]})
        source = source.model_copy(update={"expect": expect})
    documents: list[FetchedDocument] = []
    facts: list[FetchedFacts] = []
    progress: list[tuple[int, int | None]] = []

    def sink(document: FetchedDocument) -> None:
        if len(documents) + 1 == wanted.get("sink_fails_at"):
            raise TrackerError("the database is gone; start it again")
        if wanted.get("sink_raises_at") in ("", document.raw.name):
            raise ZeroDivisionError("division by zero")
        documents.append(document)

    failure = None
    result = None
    try:
        result = crawl(
            source,
            base_url=None if address == "-" else address,
            sink=sink,
            facts_sink=facts.append,
            on_progress=lambda done, total: progress.append((done, total)),
            cache_dir=cache,
            limit=wanted.get("limit"),
            settings={**QUICK, **wanted.get("settings", {})},
            wanted=[WantedText.model_validate(row) for row in wanted["wanted"]]
            if "wanted" in wanted
            else None,
        )
    except TrackerError as error:
        failure = str(error)
    print(
        json.dumps(
            {
                "documents": [
                    described(document)
                    | (
                        {"articles": articles(document.raw), "reading": reading(document.raw)}
                        if wanted.get("parse")
                        else {}
                    )
                    for document in documents
                ],
                "facts": {one.external_id: meta_to_json(one.meta) for one in facts},
                "progress": progress,
                "stats": asdict(result) if result else None,
                "errors": [error.line() for error in result.errors] if result else [],
                "kinds": [error.kind for error in result.errors] if result else [],
                "failure": failure,
            }
        )
    )


if __name__ == "__main__":
    main()
