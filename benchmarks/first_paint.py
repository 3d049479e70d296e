"""The time of every dashboard page to its first paint in headless Chromium, on the present database.

    DATABASE_URL=sqlite:///... uv run python -m benchmarks.first_paint [--loads 5]

Each load is a fresh browser context (nothing cached in the browser) against a server that has answered once
before. Two figures: until the page's heading is shown, and until Streamlit reports that its script has run to the
end (charts and tables included).
"""

import argparse
import os
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dashboard.launch import free_port, streamlit_command, streamlit_environment

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
TARGET_SECONDS = 2.0
AGREEMENT = "agreement?agreement=trans-pacific-partnership-2016"
PAGES = {
    "spread": "",
    "spread, map": "?view=map",
    "spread, heatmap": "?view=heatmap",
    "provisions": "provision",
    "provision": "provision?provision=data_flows",
    "countries": "country",
    "country": "country?country=VNM",
    "agreements": "agreement",
    "agreement": AGREEMENT,
    "agreement, all": f"{AGREEMENT}&view=all",
    "… reference": f"{AGREEMENT}&view=reference",
    "… origins": f"{AGREEMENT}&view=origins",
    "… versions": f"{AGREEMENT}&view=versions",
    "compare": "compare",
    "compare two": "compare?kind=countries&countries=PER,CHL",
    "WTO": "wto",
    "WTO, country": "wto?country=VNM",
    "search": "search",
    "search, words": "search?q=data",
    "draft": "draft",
    "briefings": "briefings",
    "briefing": "briefings?country=VNM",
    "data": "data",
}
# `data-test-script-state` on the app's root element says whether the page's script runs.
DONE = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


def measure(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the heading is shown and until the page is complete."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("h1", timeout=30_000)
    heading = time.perf_counter() - started
    page.wait_for_selector("footer", timeout=30_000)
    page.wait_for_function(DONE, timeout=30_000)
    total = time.perf_counter() - started
    context.close()
    return heading, total


def wait_until_up(address: str) -> None:
    """Wait until the dashboard's server answers."""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the dashboard did not start")


def main() -> None:
    """Start the dashboard, load every page several times, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--loads", type=int, default=5)
    options = parser.parse_args()
    if not CHROMIUM.exists():
        raise SystemExit("no /usr/bin/chromium here; install Debian's package chromium")
    port = free_port(8790)
    server = subprocess.Popen(
        streamlit_command(port, headless=True),
        env={**os.environ, **streamlit_environment()},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_OPTIONS))
            for name, path in PAGES.items():
                first, *later = (measure(browser, f"{address}/{path}") for _ in range(options.loads + 1))
                heading, total = (statistics.median(times) for times in zip(*later, strict=True))
                verdict = "reached" if heading <= TARGET_SECONDS else "NOT reached"
                print(
                    f"{name:<16} heading {heading:.2f} s, whole page {total:.2f} s (medians of {len(later)});"
                    f" very first load {first[0]:.2f} s; target {TARGET_SECONDS} s {verdict}"
                )
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=10)


if __name__ == "__main__":
    main()
