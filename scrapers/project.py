"""Settings of Scrapy's own commands (`scrapy.cfg` names this module), with the same limits as a crawl of the tracker.

What these commands fetch is not stored in the database. Their cache and notes are separate from those of `tracker
crawl`, because a spider's notes say what need not be requested again, and here nothing is stored.
"""

from scrapers.settings import polite_settings
from tracker.settings import data_folder

SPIDER_MODULES = ["scrapers.sites"]
NEWSPIDER_MODULE = "scrapers.sites"

# Scrapy reads the upper-case names of this module; they are defined once, in `scrapers.settings`.
globals().update(polite_settings(data_folder() / "scrapy-cache"))

LOG_ENABLED = True
LOG_INSTALL_ROOT_HANDLER = True
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
