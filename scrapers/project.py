"""Settings of Scrapy's own commands (`scrapy.cfg` names this module): the same manners as a crawl of the tracker.

What these commands fetch is not stored in the database, and their pages and notes are kept apart from those of
`tracker crawl`: a spider's notes say what need not be asked for again, and here nothing is kept of what was fetched.
"""

from scrapers.settings import polite_settings
from tracker.settings import data_folder

SPIDER_MODULES = ["scrapers.sites"]
NEWSPIDER_MODULE = "scrapers.sites"

# Scrapy reads the capital names of this module, and these are said once, in `scrapers.settings`.
globals().update(polite_settings(data_folder() / "scrapy-cache"))

LOG_ENABLED = True
LOG_INSTALL_ROOT_HANDLER = True
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
