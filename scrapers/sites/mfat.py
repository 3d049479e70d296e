"""MFAT: agreements of New Zealand, depositary of CPTPP and DEPA, a PDF per chapter.

An agreement's address changes from `concluded-but-not-in-force` to `in-force`, its slug does not.
"""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links

_GROUPS = "free-trade-agreements-(?:in-force|concluded-but-not-in-force)"
_LISTS = "en/trade/free-trade-agreements/free-trade-agreements"


class MfatSpider(ChapterSpider):
    """Agreements in force, then those concluded; their status is read from the path."""

    name = "mfat"
    lists: ClassVar = (f"{_LISTS}-in-force/", f"{_LISTS}-concluded-but-not-in-force/")
    # <a href="/en/trade/free-trade-agreements/free-trade-agreements-in-force/nz-china-free-trade-agreement/">
    agreements: ClassVar = Links("body", rf"^/en/trade/free-trade-agreements/{_GROUPS}/[^/?]+/?$")
    key: ClassVar = rf"/{_GROUPS}/([^/]+)"
    # <a href=".../cptpp/comprehensive-...-partnership-text-and-resources/">, <a href=".../text-of-the-...-agreement/">
    text_page: ClassVar = Links("body", rf"/{_GROUPS}/[^/]+/[^/?]*(?:text|resources)[^/?]*/?$")
    # <a href="/assets/Trade-agreements/TPP/Text-ENGLISH/14.-Electronic-Commerce-Chapter.pdf">14. ...</a>
    parts: ClassVar = Links(
        "body",
        r"^/assets/Trade-agreements/.*\.pdf(?:\?|$)",
        but_not=rf"{NEVER_TEXT}|/text-(?:french|spanish)|business",
    )
