"""A chart as a picture file that can be shared alone: with its title, what it shows, its source and its date.

It is drawn on the server from the same spec as on the page, without any request to another host, and in a process of
its own, so that its memory is freed (measured: 0.6 to 1 s and 100 to 160 MB for each picture).
"""

import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from dashboard.parts.charts import Spec
from tracker.errors import TrackerError

Form = Literal["png", "svg"]

FORMS: dict[Form, str] = {"png": "image/png", "svg": "image/svg+xml"}
"""Forms of a picture and their media types."""

WIDTH = 1000
"""Width of the drawing in a picture, in pixels at scale 1."""
SCALE = 2
"""PNG pixels for each of the drawing's: sharp on a slide and in print at 17 cm."""
TITLE_LETTERS, LINE_LETTERS = 70, 150
"""Characters that fit into a line of the title (22 px) and of the other text (13 px) at this width."""
SECONDS = 90
"""Time limit of a picture: 1 s of work took 30 s with 16 processes waiting for 2 cores."""
KEPT = 32
"""Pictures in the cache (a PNG is about 200 kB)."""

_WORKER = Path(__file__).with_name("picture_worker.py")
_AT_ONCE = threading.BoundedSemaphore(2)  # one for each core of a small server; each takes 160 MB
_INK, _QUIET, _PAPER, _LINE = "#1B2230", "#565D6B", "#FCFBF8", "#DDD7C9"
_SANS, _SERIF = "Liberation Sans, Arial, Helvetica, sans-serif", "Liberation Serif, Georgia, Times, serif"


class PictureError(TrackerError):
    """A picture could not be drawn."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The text on a picture beside the chart: `title` and `intro` (what it shows) above, `source` lines below."""

    title: str
    intro: str
    source: tuple[str, ...]


def picture(spec: Spec, caption: Caption, form: Form) -> bytes:
    """The chart with its caption as a file's bytes. Raises PictureError when it cannot be drawn."""
    return _drawn(json.dumps(captioned(spec, caption), ensure_ascii=False, sort_keys=True), form)


def captioned(spec: Spec, caption: Caption) -> Spec:
    """A spec of fixed size that holds the chart between its title and its source."""
    chart = {key: value for key, value in spec.items() if key not in _OUTER}
    chart.setdefault("width", WIDTH)
    return {
        "$schema": spec.get("$schema"),
        "background": _PAPER,
        "padding": 24,
        "config": {**spec.get("config", {}), **_CONFIG},
        "datasets": spec.get("datasets", {}),
        "title": {
            "text": textwrap.wrap(caption.title, TITLE_LETTERS) or [""],
            "subtitle": _lines([caption.intro]),
        },
        "vconcat": [chart, _source(_lines(caption.source))],
        "spacing": 16,
    }


_OUTER = frozenset({"$schema", "config", "datasets", "autosize", "padding", "background", "usermeta"})
"""Parts of a spec that only the outermost chart may have."""

_CONFIG: dict[str, Any] = {
    "font": _SANS,
    "title": {
        "anchor": "start",
        "font": _SERIF,
        "fontSize": 22,
        "fontWeight": "bold",
        "color": _INK,
        "subtitleFont": _SANS,
        "subtitleFontSize": 13,
        "subtitleColor": _QUIET,
        "subtitleLineHeight": 18,
        "subtitlePadding": 8,
        "offset": 14,
    },
    "axis": {
        "labelColor": _INK,
        "labelFontSize": 12,
        "gridColor": _LINE,
        "domainColor": _LINE,
        "tickColor": _LINE,
    },
    "legend": {"labelColor": _INK, "labelFontSize": 13},
    "view": {"stroke": None},
}


def _lines(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, LINE_LETTERS)]


def _source(lines: Sequence[str]) -> dict[str, Any]:
    return {
        "data": {"values": [{"at": at, "line": line} for at, line in enumerate(lines)]},
        "width": WIDTH,
        "height": {"step": 16},
        "mark": {"type": "text", "align": "left", "fontSize": 11, "color": _QUIET, "limit": 0},
        "encoding": {
            "text": {"field": "line", "type": "nominal"},
            "x": {"value": 0},
            "y": {"field": "at", "type": "ordinal", "axis": None},
        },
    }


def png_of_svg(svg: str) -> bytes:
    """An SVG as a PNG of its own size. Raises PictureError when it cannot be drawn."""
    return _asked(json.dumps({"svg": svg}, ensure_ascii=False))


@lru_cache(maxsize=KEPT)
def _drawn(spec: str, form: Form) -> bytes:
    return _asked(f'{{"spec": {spec}, "form": "{form}", "scale": {SCALE}}}')


def _asked(asked: str) -> bytes:
    """What the worker draws."""
    with _AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_WORKER)],
                input=asked.encode("utf-8"),
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise PictureError(f"the picture could not be drawn: {' '.join(last)}") from error
        except (subprocess.TimeoutExpired, OSError) as error:
            raise PictureError(f"the picture could not be drawn: {error}") from error
    return done.stdout
