"""The HTML that the server sends before Streamlit draws: title, description, picture, language, and the page's script.

Chats, search engines and browsers' histories read it, since none of them waits for a page to be drawn.
"""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlencode

import streamlit
from starlette.requests import Request

from dashboard.parts.language import PARAMETER, preferred_language
from dashboard.parts.markup import Markup, escape, join, tag
from dashboard.parts.messages import Messages, is_language
from dashboard.parts.pages import PAGES
from dashboard.preview import Preview

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = Path(__file__).with_name("page.js")
SCRIPT_PATH = "page.js"

# Streamlit's start page finds its server by trying the page's own path first (`/country/_stcore/health`),
# which costs two failed requests on every link to a page. All pages are one level deep, so the address of
# the server is known: the folder of the page, also behind a proxy that puts a prefix before it.
_SERVER_ADDRESS = """<script>
      window.__streamlit = { BACKEND_BASE_URL: new URL("./", window.location.href).href }
    </script>"""

# Streamlit's skip link is in English and ours stands before it; hidden from the start, it fetches no font either.
_STYLE = '<style>[data-testid="stSkipToContent"] { display: none }</style>'

# Streamlit's own font: the dashboard uses those of the visitor's system (.streamlit/config.toml).
_FONT = re.compile(r'\s*<link\s+rel="preload"[^>]*as="font"[^>]*/>')


def start_page(
    html: str,
    messages: Messages,
    shown: Preview,
    picture: str | None = None,
    address: str | None = None,
    embedded: bool = False,
) -> str:
    """Streamlit's start page with title, description and picture of what the address shows, its language and the
    server's address.

    - `picture`, `address`: the full addresses of the picture in previews and of the page itself.
    - `embedded`: in a frame of another site, without menu and foot.
    """
    title, description = escape(shown.title), escape(shown.description)
    head = [
        f'<meta name="description" content="{description}" />',
        '<meta name="color-scheme" content="light dark" />',
        f'<meta property="og:title" content="{title}" />',
        f'<meta property="og:description" content="{description}" />',
        '<meta property="og:type" content="website" />',
        f'<meta property="og:site_name" content="{escape(messages.say("product"))}" />',
        *([f'<meta property="og:url" content="{escape(address)}" />'] if address else []),
        *(_picture_tags(picture, description) if picture else []),
        f"<noscript>{escape(messages.say('no_script'))}</noscript>",
        _SERVER_ADDRESS,
        _STYLE,
        f'<script defer src="./{SCRIPT_PATH}?v={script_version()}"></script>',
    ]
    titled = _FONT.sub("", html, count=1).replace("<title>Streamlit</title>", f"<title>{title}</title>")
    spoken = titled.replace('<html lang="en">', _html_tag(messages, "embedded" if embedded else None))
    return spoken.replace("<head>", "<head>\n    " + "\n    ".join(head), 1)


def _picture_tags(picture: str, description: str) -> list[str]:
    return [
        f'<meta property="og:image" content="{escape(picture)}" />',
        '<meta property="og:image:type" content="image/png" />',
        '<meta property="og:image:width" content="1200" />',
        '<meta property="og:image:height" content="630" />',
        f'<meta property="og:image:alt" content="{description}" />',
        '<meta name="twitter:card" content="summary_large_image" />',
    ]


def _html_tag(messages: Messages, style: str | None) -> str:
    direction = f' dir="{messages.direction}"' if messages.direction != "ltr" else ""
    look = f' class="{style}"' if style else ""
    return f'<html lang="{messages.language}"{direction}{look}>'


def script_version() -> str:
    """The beginning of the page script's SHA-256: browsers keep the file until it changes."""
    return hashlib.sha256(SCRIPT.read_bytes()).hexdigest()[:12]


def asked_language(request: Request) -> str:
    """The language of the start page for a request, chosen as for the pages (`parts.language`)."""
    asked = request.query_params.get(PARAMETER, "").strip().lower()
    return asked if is_language(asked) else preferred_language(request.headers.get("accept-language"))


_PLAIN_STYLE = Markup(
    "<style>"
    ":root{color-scheme:light dark;--ink:#1b2230;--paper:#fcfbf8;--link:#0b5563}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--paper:#14181f;--link:#7cc9d6}}"
    "body{font:17px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "max-width:46rem;margin:12vh auto;padding:0 1rem}"
    "h1{font-family:Georgia,serif;line-height:1.2;overflow-wrap:anywhere}a{color:var(--link)}li{margin:.3rem 0}"
    "</style>"
)


def unknown_page(messages: Messages, path: str, up: str, language: dict[str, str]) -> str:
    """A page that says that nothing is at `path`, with links to all pages; `up` leads to the dashboard's own address,
    `language` is the parameter of the links."""
    query = f"?{urlencode(language)}" if language else ""
    links = [
        tag("li", tag("a", messages.say(f"{page}.nav"), href=f"{up}{path}{query}"))
        for page, path in PAGES.items()
    ]
    title = messages.say("named", name=messages.say("missing_page.title"), words=messages.say("product"))
    body = [
        tag("p", messages.say("product")),
        tag("h1", messages.say("missing_page.title")),
        tag("p", messages.say("missing_page.words", path=path)),
        tag("ul", *links),
    ]
    return (
        f"<!DOCTYPE html>\n{_html_tag(messages, None)}<head><meta charset='UTF-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title>{_PLAIN_STYLE}</head><body><main>{join(body)}</main></body></html>"
    )
