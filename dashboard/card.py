"""The picture of a link: what the address states, with source, date and link, as a PNG of 1200 x 630 pixels.

Chats and networks show it beside a link (`og:image`), and it can be shared alone. It is drawn from an SVG that is made
here, by the same worker as the pictures of charts.
"""

import textwrap
from collections.abc import Iterator
from functools import lru_cache

from dashboard.parts.markup import escape
from dashboard.parts.picture import png_of_svg
from dashboard.preview import Preview

WIDTH, HEIGHT = 1200, 630
"""What networks that show pictures of links ask for."""
CARD_PATH = "card.png"
CARD_OF = "card"
"""Parameter that names the page whose card is asked for; the others are those of the page."""
CARDS = 64
"""Pictures in the cache, of some 60 kB each."""

_EDGE = 72
_FOOT = HEIGHT - 118
"""Where the line above source and link is: nothing of the statement reaches below it."""
_SANS, _SERIF = "Liberation Sans, Arial, sans-serif", "Liberation Serif, Georgia, serif"
_INK, _QUIET, _PAPER, _LINE, _LINK = "#1B2230", "#565D6B", "#FCFBF8", "#DDD7C9", "#0B5563"


@lru_cache(maxsize=CARDS)
def card(shown: Preview, name: str, source: str, address: str) -> bytes:
    """The PNG. `name`: the site's; `source`: where the words come from and of which day; `address`: without scheme.

    Raises PictureError when it cannot be drawn.
    """
    return png_of_svg(card_svg(shown, name, source, address))


def card_svg(shown: Preview, name: str, source: str, address: str) -> str:
    """The card as SVG: title, statement, the clause's words as far as they fit, and beneath them source and link."""
    lines = list(_lines(shown, name, source, address))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>'
        f'<rect width="{WIDTH}" height="14" fill="{_LINK}"/>'
        f'<rect x="{_EDGE}" y="{_FOOT}" width="{WIDTH - 2 * _EDGE}" height="2" fill="{_LINE}"/>'
        f"{''.join(lines)}</svg>"
    )


def _lines(shown: Preview, name: str, source: str, address: str) -> Iterator[str]:
    at = 104
    size, letters, step = (54, 33, 62) if len(shown.heading) <= 66 else (42, 44, 50)
    for line in _fitting(shown.heading, letters, 3):
        yield _text(line, at, size, _SERIF, _INK, "bold")
        at += step
    at += 8
    for words, style, letters, size, step in (
        (shown.description, "normal", 68, 30, 42),
        (f"“{shown.quote}”" if shown.quote else "", "italic", 72, 28, 38),
    ):
        fit = max(0, (_FOOT - 24 - at) // step)
        for line in _fitting(words, letters, fit):
            yield _text(line, at, size, _SERIF if style == "italic" else _SANS, _INK, style=style)
            at += step
        at += 14
    yield _text(name, _FOOT + 40, 28, _SANS, _LINK, "bold")
    yield _text(_fitting(source, 92, 1)[0], _FOOT + 70, 22, _SANS, _QUIET)
    yield _text(_fitting(address, 92, 1)[0], _FOOT + 98, 22, _SANS, _QUIET)


def _fitting(words: str, letters: int, lines: int) -> list[str]:
    """The words in lines of so many letters; the last one ends in "…" where they do not all fit."""
    wrapped = textwrap.wrap(words, letters) or [""]
    if len(wrapped) <= lines:
        return wrapped
    return [*wrapped[: lines - 1], f"{wrapped[lines - 1][: letters - 2].rstrip(' ,.;')} …"] if lines else []


def _text(words: str, at: int, size: int, font: str, colour: str, weight: str = "", style: str = "") -> str:
    shape = (f' font-weight="{weight}"' if weight else "") + (
        f' font-style="{style}"' if style == "italic" else ""
    )
    return (
        f'<text x="{_EDGE}" y="{at}" font-family="{font}" font-size="{size}" fill="{colour}"{shape}>'
        f"{escape(words)}</text>"
    )
