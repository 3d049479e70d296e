"""A sheet as a file of its own, which opens without a network and may not request anything from any site."""

from pathlib import Path

from dashboard.parts.markup import Markup, join, tag

SHEET_STYLE = Path(__file__).with_name("sheet.css")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Content Security Policy of the file: no script, no picture, no font, no request; only the style inside it."""

_BASE = (
    "body { margin: 0 auto; max-width: 54rem; padding: 1rem; font-family: system-ui, sans-serif;"
    " background: #fcfbf8; }"
)
_PRINTED = "@media print { body { margin: 0; padding: 0; max-width: none; background: #fff; } }"


def sheet_file(title: str, sheet: Markup, language: str) -> bytes:
    """The whole HTML file; `sheet` is markup made here, the title is escaped."""
    style = "\n".join([_BASE, SHEET_STYLE.read_text(encoding="utf-8"), _PRINTED])
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", title),
        # The style is our own file, no data: escaping would break its selectors.
        tag("style", Markup(style)),
    )
    page = tag("html", head, tag("body", tag("main", sheet)), lang=language)
    return f"<!doctype html>\n{join([page])}\n".encode()
