"""Charts as PNG and SVG files: title, words, source and licence on them, drawn without any request."""

import re
from datetime import date
from html import unescape

import pytest

from dashboard.parts import picture as pictures
from dashboard.parts.charts import heatmap
from dashboard.parts.map_chart import map_chart
from dashboard.parts.messages import Messages
from dashboard.parts.picture import WIDTH, Caption, PictureError, captioned, picture
from dashboard.parts.spread_chart import spread_chart
from tracker.queries import CountrySpread, Matrix, SpreadPoint
from tracker.queries.spread.matrix import MatrixCell, MatrixRow

TITLE = 'Data may leave the <country> & its "gates": ' + "a long title that needs more than one line " * 2
CAPTION = Caption(
    TITLE, "Signed in 3 agreements.", ("https://example.org/?view=map", "Licence: CC0, 2026-01-02.")
)

CURVE = spread_chart(
    Messages(), "data_flows", [SpreadPoint(2000, "agreements", "hard", 1, 1)], cumulative=True
)
HEATMAP = heatmap(
    Messages(),
    Matrix(
        (MatrixRow("a", "A", date(2000, 1, 1), "in_force", 1),),
        ("data_flows",),
        (MatrixCell("a", "data_flows", "hard", True, 1),),
    ),
)
MAP = map_chart(
    Messages("es"),
    [CountrySpread("SGP", "Singapore", "hard", 1, 1, date(2000, 1, 1), "a", "A")],
    ["SGP"],
    "asia",
    WIDTH,
)


def words(svg: bytes) -> str:
    """All text of an SVG, with spaces where lines were broken."""
    return unescape(" ".join(re.findall(r">([^<]+)<", svg.decode("utf-8"))))


@pytest.mark.parametrize("spec", [CURVE, HEATMAP, MAP], ids=["curve", "heatmap", "map"])
def test_svg_holds_title_words_source_and_licence(spec: pictures.Spec) -> None:
    drawn = picture(spec, CAPTION, "svg")
    assert drawn.startswith(b"<svg ")
    text = words(drawn)
    for part in (" ".join(TITLE.split()), CAPTION.intro, *CAPTION.source):
        assert part in text
    assert "<country>" not in drawn.decode("utf-8"), "text stays text"


def test_png_is_a_png_of_twice_the_size() -> None:
    drawn = picture(CURVE, CAPTION, "png")
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(drawn[16:20], "big") > 2 * WIDTH


def test_the_chart_itself_stays_as_it_is() -> None:
    before = dict(CURVE)
    outer = captioned(CURVE, CAPTION)
    assert before == CURVE
    assert outer["vconcat"][0]["width"] == WIDTH
    assert "datasets" not in outer["vconcat"][0]


def test_data_from_an_address_are_refused() -> None:
    with pytest.raises(PictureError, match="could not be drawn"):
        picture(
            {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "point", "encoding": {}}, CAPTION, "svg"
        )


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    with pytest.raises(PictureError, match="could not be drawn"):
        picture(CURVE, Caption("Another", "", ()), "png")
