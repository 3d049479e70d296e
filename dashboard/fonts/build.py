"""Cuts `symbols.woff2` out of the icon font that Streamlit ships: `uv run python -m dashboard.fonts.build`.

Run it after an update of Streamlit or when a page uses a new icon; `tests/dashboard/test_wire.py` says when.
"""

import re
from io import BytesIO
from pathlib import Path

import streamlit

from dashboard.fonts import REPLACED, SYMBOLS

_NAMED = re.compile(r":material/([a-z0-9_]+)")


def wanted_icons() -> set[str]:
    """Names of all icons that Streamlit's scripts or our own pages mention."""
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    ours = SYMBOLS.parent.parent
    return {
        name
        for file in (*scripts.glob("*.js"), *ours.rglob("*.py"))
        for name in _NAMED.findall(file.read_text(encoding="utf-8"))
    }


def icons_of(font: bytes | Path) -> set[str]:
    """Names of the icons that a font file has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return set(TTFont(font if isinstance(font, Path) else BytesIO(font)).getGlyphOrder())


def streamlit_font() -> Path:
    """The icon font in Streamlit's package."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    return next(media.glob(f"{REPLACED}*"))


def cut_out() -> bytes:
    """The font with the wanted icons alone, filled and not; names that the font itself lacks are left out."""
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options(
        flavor="woff2", layout_closure=False, layout_features=["*"], hinting=False, glyph_names=True
    )
    font = subset.load_font(streamlit_font(), options)
    wanted = wanted_icons()
    kept = (wanted | {f"{name}.fill" for name in wanted}) & set(font.getGlyphOrder())
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=range(0x20, 0x7F), glyphs=sorted(kept))
    cutter.subset(font)
    made = BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


if __name__ == "__main__":
    SYMBOLS.write_bytes(cut_out())
