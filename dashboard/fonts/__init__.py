"""The signs of Streamlit's widgets: the few of its icon font that a page can name, built by `dashboard.fonts.build`."""

from pathlib import Path

SYMBOLS = Path(__file__).with_name("symbols.woff2")
"""The font's file: 9 kB in place of 375 kB."""
REPLACED = "MaterialSymbols-Rounded."
"""How the name of Streamlit's own file begins."""
