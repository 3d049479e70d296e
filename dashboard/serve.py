"""Serves the dashboard: everything slow is loaded before the first visit, then Streamlit runs.

Started by `dashboard.launch.streamlit_command`; arguments are Streamlit's own options, `--name=value`, and
`--tracker.busiestFirst=true`.
"""

import gc
import signal
import sys
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import urlencode

# Ctrl-C before the server runs (which then minds it itself) ends the process at once and without a traceback.
if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from altair.utils.schemapi import disable_debug_mode
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope
from streamlit import net_util
from streamlit.runtime.scriptrunner import script_runner
from streamlit.starlette import App

from dashboard.card import CARD_OF, CARD_PATH, card
from dashboard.door import LOOPBACK, Door
from dashboard.feeds import feed_routes
from dashboard.health import health_routes
from dashboard.launch import APP, BUSIEST_FIRST
from dashboard.parts.language import PARAMETER
from dashboard.parts.messages import Messages
from dashboard.parts.pages import PAGES
from dashboard.parts.picture import PictureError
from dashboard.parts.source_line import source_line
from dashboard.preloading import Preloader, preload, prepare_drafts
from dashboard.preview import Preview, preview
from dashboard.start_page import SCRIPT, SCRIPT_PATH, STATIC, asked_language, start_page, unknown_page
from dashboard.wire import FOREVER, CompressedFiles, compress_quickly
from tracker.drafts import MAX_BYTES
from tracker.settings import settings

CHOSEN = ("country", "agreement", "provision")
"""Pages whose choice may stand in the path, `/country/KEN`; the parameter has the page's name."""

ICON = APP.with_name("icon.png")
EMBED = "embed"
"""Parameter of a page shown in a frame of another site, without menu and foot."""
MAX_PATH = 200
"""Characters of an unknown address that are shown back."""
OWN_PATHS = (
    "_stcore",
    "static",
    "media",
    "component",
    "healthz",
    "script-health-check",
    "oauth2callback",
    "auth",
)
"""Beginnings of the addresses that Streamlit answers itself."""


def settle_memory() -> None:
    """Exclude everything loaded so far from garbage collection, and leave the rest to Python's own schedule.

    Streamlit collects all garbage after every run of a page. That scans the answers that are kept for the next visitor,
    which never become garbage: a third of the processor time of twenty visitors (measured). Python's own collector runs
    when the number of new objects warrants it.
    """
    gc.collect()
    gc.freeze()
    vars(script_runner)["gc"] = SimpleNamespace(collect=lambda _generation: 0)


def trust_charts() -> None:
    """Draw charts without checking each of their parts against Vega-Lite's schema, a third of the time of a chart. The
    tests check what is drawn here."""
    disable_debug_mode()


def keep_uploads_in_memory() -> None:
    """Keep uploads in memory: Starlette writes uploads beyond 1 MB to a temporary file, and drafts must never be on
    disk.

    The limit is set above the largest body that Streamlit accepts: `server.maxUploadSize` (20 MB), and 1 MB for the
    rest of the request.
    """
    MultiPartParser.spool_max_size = 2 * MAX_BYTES


def ask_no_address() -> None:
    """Streamlit asks an outside service under which address this machine is known, to let pages of it connect. Who may
    connect is a setting here (`dashboard.door`), and nothing is asked for a visit."""
    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None


def origins() -> list[str]:
    """The sites whose pages may connect: those under which this server is reached."""
    named = [f"[{host}]" if ":" in host else host for host in (*LOOPBACK, *settings().hosts)]
    return [f"{scheme}://{host}" for host in named for scheme in ("http", "https")]


def application() -> App:
    """The dashboard as a web application."""
    keep_uploads_in_memory()
    ask_no_address()
    compress_quickly()
    plain = start_page(_raw(), Messages(), Preview("", ""))
    return App(
        APP,
        routes=routes(),
        middleware=[
            Middleware(Door, hosts=settings().hosts, page=plain),
            Middleware(CompressedFiles, folder=STATIC),
        ],
    )


def routes() -> list[Route]:
    """What is answered before Streamlit: the start page of each page, short addresses of their choices, pictures of
    links, what monitors ask, the icon, and addresses at which nothing is."""
    raw = _raw()
    names = {f"/{path}": name for name, path in PAGES.items()}
    frames = settings().frame_ancestors

    def page(request: Request) -> HTMLResponse:
        # Not `async`: it asks the database, and Starlette runs it in a thread then.
        messages = Messages(asked_language(request))
        name = names[request.scope["path"]]
        given = dict(request.query_params)
        embedded = given.pop(EMBED, None) == "1"
        shown = preview(messages, name, given)
        language = {PARAMETER: messages.language}
        picture = f"{request.base_url}{CARD_PATH}?{urlencode({**given, **language, CARD_OF: name})}"
        html = start_page(raw, messages, shown, picture, str(request.url), embedded)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        allowed = f"'self' {frames}" if embedded and frames else "'self'"
        return HTMLResponse(
            html, headers={**headers, "Content-Security-Policy": f"frame-ancestors {allowed}"}
        )

    def picture(request: Request) -> Response:
        messages = Messages(asked_language(request))
        given = dict(request.query_params)
        name = given.pop(CARD_OF, "")
        if name not in PAGES:
            return PlainTextResponse("no such page", status_code=404)
        base = str(request.base_url).partition("//")[2]
        query = {key: value for key, value in given.items() if key != PARAMETER}
        asked = urlencode(query, safe=":,")
        address = f"{base}{PAGES[name]}?{asked}" if query else f"{base}{PAGES[name]}"
        try:
            drawn = card(
                preview(messages, name, given), messages.say("product"), source_line(messages), address
            )
        except PictureError as error:
            return PlainTextResponse(str(error), status_code=503)
        return Response(drawn, media_type="image/png", headers={"Cache-Control": "public, max-age=3600"})

    def redirect_to(name: str) -> Callable[[Request], RedirectResponse]:
        """A short address such as `/country/KEN`: the page's own address has the choice in its query."""

        def redirect(request: Request) -> RedirectResponse:
            query = {**request.query_params, name: request.path_params["choice"]}
            return RedirectResponse(f"../{PAGES[name]}?{urlencode(query)}")

        return redirect

    def unknown(request: Request) -> Response:
        path = request.scope["path"]
        messages = Messages(asked_language(request))
        up = "../" * (path.count("/") - 1) or "./"
        asked = request.query_params.get(PARAMETER)
        html = unknown_page(messages, path[:MAX_PATH], up, {PARAMETER: messages.language} if asked else {})
        return HTMLResponse(html, status_code=404, headers={"Cache-Control": "no-cache"})

    async def icon(_request: Request) -> FileResponse:
        return FileResponse(ICON)

    async def script(_request: Request) -> FileResponse:
        return FileResponse(SCRIPT, media_type="text/javascript", headers={"Cache-Control": FOREVER})

    return [
        *(Route(f"/{path}", page) for path in PAGES.values()),
        *(Route(f"/{PAGES[name]}/{{choice}}", redirect_to(name)) for name in CHOSEN),
        *feed_routes(),
        *health_routes(),
        Route(f"/{CARD_PATH}", picture),
        Route(f"/{SCRIPT_PATH}", script),
        Route("/favicon.png", icon),
        _NoPage("/{path:path}", unknown),
    ]


class _NoPage(Route):
    """Takes what a browser opens as a page and neither we nor Streamlit have; Streamlit would show its start page."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Only addresses without a page that are opened in a window."""
        if scope["type"] == "http":
            first = scope["path"].lstrip("/").partition("/")[0]
            accepted = dict(scope["headers"]).get(b"accept", b"")
            if first in OWN_PATHS or "." in first or b"text/html" not in accepted:
                return Match.NONE, {}
        return super().matches(scope)


def _raw() -> str:
    """Streamlit's own start page."""
    return (STATIC / "index.html").read_text(encoding="utf-8")


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
    trust_charts()
    preload()
    loader = Preloader()
    if config.pop(BUSIEST_FIRST, "") == "true":
        prepare_drafts()
        loader.answer_now()
    settle_memory()
    loader.start()
    application().run(config={**config, "server.corsAllowedOrigins": origins()})


if __name__ == "__main__":
    main()
