"""Web addresses that strangers claim: which of them may be kept, and made a link."""

from urllib.parse import urlsplit

_LONGEST = 2000
"""Characters; no longer address works in all browsers. The longest of the sources has 300."""


def is_web_address(url: str) -> bool:
    """Whether this is an absolute http or https address, and not, say, `javascript:` or `file:`.

    Spaces and quotation marks may be in it, as sites write them; control characters and what is no text may not.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and len(url) <= _LONGEST
        and not any(char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in url)
    )
