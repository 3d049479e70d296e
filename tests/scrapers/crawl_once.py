"""Run one crawl in a process of its own (Twisted's reactor starts once) and print what it did as JSON.

Arguments: base URL, cache folder, and a JSON object that may hold `known` (how many documents the source is
said to have), `limit`, `settings`, `sink_fails_at`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from scrapers.run import crawl
from scrapers.session import FetchedDocument
from scrapers.sources import get_source
from tracker.errors import TrackerError

QUICK: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_BACKOFF_SECONDS": 0.01,
    "DOWNLOAD_TIMEOUT": 5,
}


def main() -> None:
    """Crawl and print."""
    base_url, cache, wanted = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    source = get_source("tota")
    if "known" in wanted:
        source = source.model_copy(
            update={"expect": source.expect.model_copy(update={"documents": wanted["known"]})}
        )
    documents: list[FetchedDocument] = []
    progress: list[tuple[int, int | None]] = []

    def sink(document: FetchedDocument) -> None:
        if len(documents) + 1 == wanted.get("sink_fails_at"):
            raise TrackerError("the database is gone; start it again")
        documents.append(document)

    failure = None
    stats = None
    try:
        stats = crawl(
            source,
            base_url=base_url,
            sink=sink,
            on_progress=lambda done, total: progress.append((done, total)),
            cache_dir=cache,
            limit=wanted.get("limit"),
            settings={**QUICK, **wanted.get("settings", {})},
        )
    except TrackerError as error:
        failure = str(error)
    print(
        json.dumps(
            {
                "documents": {document.raw.name: document.raw.sha256 for document in documents},
                "not_modified": [document.raw.name for document in documents if document.not_modified],
                "media_types": sorted({document.raw.media_type for document in documents}),
                "sources": sorted({document.raw.source for document in documents}),
                "progress": progress,
                "stats": vars(stats) if stats else None,
                "failure": failure,
            }
        )
    )


if __name__ == "__main__":
    main()
