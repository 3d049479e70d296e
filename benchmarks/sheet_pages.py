"""Do the briefings fit on two pages, and how much of the second one is left? Prints each with Chromium.

`python -m benchmarks.sheet_pages [language ...]` reads the database of DATABASE_URL. It prints a line for each sheet
that has more than two pages, or leaves more than FREE of the second one empty although rows are left out; then totals.
"""

import re
import sys
from collections import Counter
from datetime import date

import pypdfium2
from playwright.sync_api import Page, sync_playwright

from dashboard.parts.addresses import Addresses
from dashboard.parts.facts import ask
from dashboard.parts.messages import Messages, languages
from dashboard.parts.names import agreement_names, country_names
from dashboard.parts.sheet_file import sheet_file
from dashboard.views.briefings.sheet import asked_brief, briefing_sheet, fitted
from dashboard.views.briefings.sheet_parts import SheetFacts
from tracker.queries import agreement_list, country_list, status

BROWSER = "/usr/bin/chromium"
FREE = 0.3


def pages_of(page: Page, content: bytes) -> tuple[int, float]:
    """The number of pages a sheet prints on, and the share of the last one below its last line."""
    page.set_content(re.sub(r"<meta http-equiv[^>]*>", "", content.decode()))
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    last = document[len(document) - 1]
    bottoms = [found.get_bounds()[1] for found in last.get_objects() if found.type == 1]
    return len(document), min(bottoms, default=0.0) / last.get_height()


def main(wanted: list[str]) -> int:
    """Print what was measured; 1 where a sheet has more than two pages."""
    counted: Counter[int] = Counter()
    empty = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        for language in wanted or languages():
            messages = Messages(language)
            names = agreement_names(messages, ask(agreement_list))
            addresses = Addresses("https://tracker.example.org/", {"lang": language})
            for iso3, country in country_names(messages, ask(country_list)).items():
                facts = SheetFacts(country, date(2026, 11, 29), ask(status), names, addresses)
                brief = asked_brief(iso3)
                cut = fitted(messages, brief, facts)
                pages, free = pages_of(
                    page, sheet_file(country, briefing_sheet(messages, brief, facts), language)
                )
                left = cut.commitments_left + cut.pending_left + cut.inconsistencies_left
                counted[pages] += 1
                wasted = left > 0 and (pages < 2 or free > FREE)
                empty += wasted
                if pages > 2 or wasted:
                    print(
                        f"{iso3} {language}: {pages} pages, {free:.0%} of the last free, {left} rows left out"
                    )
        browser.close()
    print(f"pages: {dict(counted)}; more than {FREE:.0%} free with rows left out: {empty}")
    return int(any(pages > 2 for pages in counted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
