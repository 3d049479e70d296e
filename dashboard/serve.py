"""Serves the dashboard: everything slow is loaded before the first visit, then Streamlit runs.

Started by `dashboard.launch.streamlit_command`; arguments are Streamlit's own options, `--name=value`.
"""

import gc
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

# Ctrl-C before the server runs (which then minds it itself) ends the process at once and without a traceback.
if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import streamlit
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.routing import Route
from streamlit.starlette import App

from dashboard.feeds import feed_routes
from dashboard.launch import APP
from dashboard.parts.language import PARAMETER
from dashboard.parts.markup import escape
from dashboard.parts.messages import DEFAULT_LANGUAGE, Messages, languages
from dashboard.parts.pages import PAGES
from dashboard.preview import Preview, preview
from tracker.drafts import MAX_BYTES
from tracker.errors import TrackerError

CHOSEN = ("country", "agreement", "provision")
"""Pages whose choice may stand in the path, `/country/KEN`; the parameter has the page's name."""

ICON = APP.with_name("icon.png")
STATIC = Path(streamlit.__file__).parent / "static"

# Streamlit's start page finds its server by trying the page's own path first (`/country/_stcore/health`),
# which costs two failed requests on every link to a page. All pages are one level deep, so the address of
# the server is known: the folder of the page, also behind a proxy that puts a prefix before it.
_SERVER_ADDRESS = """<script>
      window.__streamlit = { BACKEND_BASE_URL: new URL("./", window.location.href).href }
    </script>"""


def start_page(html: str, messages: Messages, shown: Preview, picture: str | None = None) -> str:
    """Streamlit's start page with title and description of what the address shows, its language, and the server's
    address. `picture`: the full address of the picture in previews."""
    title, description = escape(shown.title), escape(shown.description)
    head = [
        f'<meta name="description" content="{description}" />',
        f'<meta property="og:title" content="{title}" />',
        f'<meta property="og:description" content="{description}" />',
        '<meta property="og:type" content="website" />',
        f'<meta property="og:site_name" content="{escape(messages.say("product"))}" />',
        *([f'<meta property="og:image" content="{escape(picture)}" />'] if picture else []),
        f"<noscript>{escape(messages.say('no_script'))}</noscript>",
        _SERVER_ADDRESS,
    ]
    titled = html.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    spoken = titled.replace('<html lang="en">', f'<html lang="{messages.language}">')
    return spoken.replace("<head>", "<head>\n    " + "\n    ".join(head), 1)


def asked_language(request: Request) -> str:
    """The language of the start page for a request, chosen as for the pages (`parts.language`)."""
    asked = request.query_params.get(PARAMETER, "").strip().lower()
    return asked if asked in languages() else DEFAULT_LANGUAGE


def preload() -> None:
    """Import what the pages need and run the queries of a first visit, so that no visitor waits for them."""
    import altair
    import pandas  # noqa: F401 - Streamlit imports it at the first chart

    from dashboard.parts.facts import ask
    from dashboard.views.spread.choice import BASES, DEFAULT_PROVISION
    from tracker.queries import (
        SpreadFilter,
        agreement_list,
        chapter_topics,
        country_list,
        coverage,
        plurilateral_texts,
        policy_facts,
        progress,
        spread_curve,
        spread_totals,
        spread_years,
        status,
        template_facts,
    )

    for page in PAGES:
        import_module(f"dashboard.views.{page}.page")  # loaded for the first visit
    altair.Chart({"values": []}).mark_bar().to_dict()
    try:
        template_facts()
        policy_facts()
        ask(progress)
        ask(country_list)
        ask(agreement_list)
        ask(spread_years)
        ask(spread_years, BASES[0])
        ask(chapter_topics)
        ask(plurilateral_texts)
        ask(spread_totals, SpreadFilter(basis=BASES[0]))
        ask(spread_curve, DEFAULT_PROVISION, SpreadFilter(basis=BASES[0]))
        ask(coverage)
        ask(status)  # the day on the pictures of charts
    except TrackerError as error:
        # The page reports the error; the server starts nevertheless, and the database may become available later.
        print(error, file=sys.stderr)


def settle_memory() -> None:
    """Exclude everything loaded so far from garbage collection.

    Streamlit collects garbage after every run of a page; scanning the libraries and the first query results costs 0.1 s
    each time (measured), and none of them ever becomes garbage.
    """
    gc.collect()
    gc.freeze()


def keep_uploads_in_memory() -> None:
    """Keep uploads in memory: Starlette writes uploads beyond 1 MB to a temporary file, and drafts must never be on
    disk.

    The limit is set above the largest body that Streamlit accepts: `server.maxUploadSize` (20 MB), and 1 MB for the
    rest of the request.
    """
    MultiPartParser.spool_max_size = 2 * MAX_BYTES


def application() -> App:
    """The dashboard as a web application."""
    keep_uploads_in_memory()
    return App(APP, routes=routes())


def routes() -> list[Route]:
    """What is answered before Streamlit: the start page of each page, short addresses of their choices, the icon."""
    raw = (STATIC / "index.html").read_text(encoding="utf-8")
    spoken = {language: Messages(language) for language in languages()}
    names = {f"/{path}": name for name, path in PAGES.items()}

    def page(request: Request) -> HTMLResponse:
        # Not `async`: it asks the database, and Starlette runs it in a thread then.
        messages = spoken[asked_language(request)]
        shown = preview(messages, names[request.scope["path"]], request.query_params)
        html = start_page(raw, messages, shown, f"{request.base_url}favicon.png")
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    def redirect_to(name: str) -> Callable[[Request], RedirectResponse]:
        """A short address such as `/country/KEN`: the page's own address has the choice in its query."""

        def redirect(request: Request) -> RedirectResponse:
            query = {**request.query_params, name: request.path_params["choice"]}
            return RedirectResponse(f"../{PAGES[name]}?{urlencode(query)}")

        return redirect

    async def icon(_request: Request) -> FileResponse:
        return FileResponse(ICON)

    pages = [Route(f"/{path}", page) for path in PAGES.values()]
    short = [Route(f"/{PAGES[name]}/{{choice}}", redirect_to(name)) for name in CHOSEN]
    return [*pages, *short, *feed_routes(), Route("/favicon.png", icon)]


def options(arguments: list[str]) -> dict[str, str]:
    """Streamlit's options from `--name=value` arguments. Raises ValueError for anything else."""
    found = {}
    for argument in arguments:
        name, separator, value = argument.removeprefix("--").partition("=")
        if not (argument.startswith("--") and separator and name):
            raise ValueError(f"not an option: {argument!r}; write --name=value")
        found[name] = value
    return found


def main() -> None:
    """Preload, then serve until stopped."""
    try:
        config = options(sys.argv[1:])
    except ValueError as error:
        sys.exit(str(error))
    sys.argv = sys.argv[:1]
    preload()
    settle_memory()
    application().run(config=config)


if __name__ == "__main__":
    main()
