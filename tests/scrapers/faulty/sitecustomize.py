"""Started with this folder on PYTHONPATH, Python finds the spiders of `spiders/` among those of `scrapers.sites`.

They are real spiders in a real crawl, each with one fault in its code.
"""

from pathlib import Path

import scrapers.sites

scrapers.sites.__path__.append(str(Path(__file__).with_name("spiders")))
