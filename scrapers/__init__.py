"""Scrapy spiders, one per source, that hand documents to tracker.ingest."""

import logging

# Whoever runs a crawl says where its log goes (`tracker.logs`); on its own it writes nothing on stderr.
logging.getLogger(__name__).addHandler(logging.NullHandler())
