"""Plain letters: words compared whatever their accents, capitals and spaces."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")


def without_accents(text: str) -> str:
    """A text with its letters' accents left out, and with compatible forms of letters ("º" is "o")."""
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def simplified(text: str) -> str:
    """A text in small letters, without accents and doubled spaces."""
    return " ".join(without_accents(text).lower().split())
