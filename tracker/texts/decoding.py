"""From bytes to text: detects the encoding, unifies line ends, removes characters that databases refuse."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAC_SIGNS = re.compile(
    rb"(?<=[\s(])[\xd2\xd4](?=[A-Za-z])|(?<=[A-Za-z.,;])[\xd3\xd5](?=[\s.,;:)a-z])"  # quotation marks
    rb"|(?<=[A-Za-z])[\x80-\x84\x86-\x90\x98-\x9f](?=[a-z\s.,])"  # accented letters
)
_WINDOWS_SIGNS = re.compile(
    rb"(?<=[\s(])[\x91\x93](?=[A-Za-z])|(?<=[A-Za-z.,;])[\x92\x94](?=[\s.,;:)]|s\b)"
    rb"|(?<=[A-Za-z])[\xc0-\xd1\xd6\xd8-\xfc](?=[A-Za-z\s.,])"
)
_CLEARLY_MAC = 3
"""From this number of characters that only MacRoman explains, a declared Windows-1252 is taken as wrong."""

_WINDOWS_NAMES = frozenset(
    ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii", "windows-1252", "cp1252", "x-cp1252")
)
_NOT_OF_TEXTS = frozenset(
    (
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw-unicode-escape",
        "unicode-escape",
        "raw_unicode_escape",
        "utf-7",
    )
)
"""Codecs that Python has and no text is in: they take a time that grows with the square of the text, or make halves of
characters, which can be stored nowhere."""

_HTML_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200d\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_ACCENTS_APART = re.compile("[\u0300-\u0345]")
_FOREIGN_RUN = re.compile("[^\x00-\u02ff]{31,}")
_MOST_ACCENTS = 30
"""Most combining marks on one letter, as in Unicode's own Stream-Safe Text Format: sorting them takes a time that grows
with the square of their number."""

_SPACES = re.compile("[\u00a0\u2002-\u200a\u202f\u205f\u3000]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of some bytes and the encoding it was read in.

    The first of these that applies:

    1. a byte order mark;
    2. UTF-8 where the bytes are valid UTF-8;
    3. the encoding `declared` by the server or the file, unless that is Windows-1252 and the bytes are plainly MacRoman
       (old pages were written on one machine and served by another);
    4. MacRoman or Windows-1252, distinguished by their quotation marks and accents;
    5. charset-normalizer's guess.

    Nothing is refused: undecodable bytes become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding.removesuffix("-sig")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    mac, windows = len(_MAC_SIGNS.findall(data)), len(_WINDOWS_SIGNS.findall(data))
    if declared:
        stated = _as_on_the_web(declared)
        text = _strictly(data, stated)
        mistaken = stated == "cp1252" and mac >= _CLEARLY_MAC and mac > 2 * windows
        if text is not None and not mistaken:
            return text, stated
    if mac > windows:
        return data.decode("mac_roman"), "mac_roman"
    text = _strictly(data, "cp1252")
    if text is not None:
        return text, "cp1252"
    guess = from_bytes(data).best()
    if guess is not None:
        return str(guess), guess.encoding
    return data.decode("utf-8", errors="replace"), "utf-8"


def declared_in_html(data: bytes) -> str | None:
    """The charset an HTML page states in its head, or None."""
    match = _HTML_CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def clean(text: str) -> str:
    """The same text with \\n as its only line end, plain spaces, letters and their accents as one sign, and no control
    or invisible characters."""
    text = _FOREIGN_RUN.sub(_without_piled_accents, text)
    if _ACCENTS_APART.search(text):
        text = unicodedata.normalize("NFC", text)
    return _DROPPED.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))


def _without_piled_accents(run: re.Match[str]) -> str:
    """A run of foreign letters with at most so many marks on one of them."""
    kept: list[str] = []
    piled = 0
    for sign in run[0]:
        piled = piled + 1 if unicodedata.combining(sign) else 0
        if piled <= _MOST_ACCENTS:
            kept.append(sign)
    return "".join(kept)


def _as_on_the_web(encoding: str) -> str:
    """Latin-1 and ASCII as Windows-1252, which is how browsers read pages that declare them."""
    return "cp1252" if encoding.lower() in _WINDOWS_NAMES else encoding


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        if codecs.lookup(encoding).name in _NOT_OF_TEXTS:
            return None
        return data.decode(encoding)
    except (ValueError, LookupError):  # some codecs refuse with another error than UnicodeDecodeError
        return None
