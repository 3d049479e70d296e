"""Scrapy spiders, one per source, that hand documents to tracker.ingest."""
