"""Facts of the known sources, for the database: the sources file is the scrapers', the rows the tracker's."""

from tracker.ingest.agreements import SourceFacts


def source_facts() -> dict[str, SourceFacts]:
    """Title, address and licence of every source by key, and of the user's own files (`file`)."""
    from scrapers.sources import load_sources

    facts = {
        source.key: SourceFacts(source.key, source.title, source.url, source.licence)
        for source in load_sources().values()
    }
    facts["file"] = SourceFacts("file", "Files given by the user")
    return facts
