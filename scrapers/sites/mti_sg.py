"""MTI: free trade and digital economy agreements of Singapore, PDFs on a Sitecore site."""

from typing import ClassVar

from scrapers.chapters import ChapterSpider
from scrapers.links import NEVER_TEXT, Links

_LISTS = "Digital-Economy-Agreements|Free-Trade-Agreements"


class MtiSgSpider(ChapterSpider):
    """Digital economy agreements first, since this tracker is about them."""

    name = "mti_sg"
    lists: ClassVar = ("Trade/Digital-Economy-Agreements", "Trade/Free-Trade-Agreements")
    # <a href="/Trade/Digital-Economy-Agreements/UKSDEA">
    agreements: ClassVar = Links("body", rf"^/Trade/(?:{_LISTS})/[^/?]+/?$")
    key: ClassVar = rf"/Trade/(?:{_LISTS})/([^/]+)"
    # <a href="/-/media/MTI/Microsites/DEAs/.../Digital-Economy-Partnership-Agreement.pdf">
    parts: ClassVar = Links("body", r"^/-/media/.*\.(?:pdf|docx)(?:\?|$)", but_not=NEVER_TEXT)
