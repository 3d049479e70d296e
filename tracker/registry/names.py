"""Names of agreements made comparable: country names as codes, no case, accents or punctuation."""

from functools import lru_cache

from tracker.parties.countries import with_codes


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """`UK - Japan CEPA` and `United Kingdom-Japan CEPA` become the same: `gbr jpn cepa`."""
    return with_codes(name)
