"""Articles of drafts that have no number yet: "Article (…)", "Article [ ]: Source Code", several "Article X" in a row.

Such a line is the heading of an article all the same; left aside, the articles below one another would be one text that
stands in no article. They are counted in the order of the text to be compared, and keep what is printed.
"""

import re
from collections import Counter
from dataclasses import replace

from tracker.texts.headings import Heading, clean_title, has_verb, is_title
from tracker.texts.numbering import BLANK, ArticleNumber

Candidate = tuple[int, Heading]

_BLANK = re.compile(
    r"^\[?(?P<word>ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|ARTIGO|Artigo)\s*"
    r"(?P<number>[(\[]\s?(?:…|\.{2,}|[xXnN]{0,2}|[•●#_*-]{0,4})\s?[)\]]|…+|\.{3,}|_{2,}|[•●#]|[xX]{2}(?!\w)|[xXnN](?=\s*(?:[:–—-]|$)))"
    r"(?P<mark>\s*[:.–—-]+)?\s*(?P<title>\(?[A-ZÁÉÍÓÚ].*)?$"
)
_LETTER = re.compile(r"^\S+\s(?:X{1,2})$")
_LEAST = 2
"""Articles X in a row from which X is no Roman ten."""


def recognise_blank(line: str) -> Heading | None:
    """The heading of an article without a number that a line reads like, or None."""
    match = _BLANK.match(line)
    if match is None:
        return None
    title = (match["title"] or "").rstrip("]").strip()
    if title and (not is_title(title) or has_verb(title) or title[-1] == "."):
        return None
    return Heading(
        "article",
        f"{match['word']} {match['number'].strip()}",
        ArticleNumber(BLANK, (0,), ""),
        clean_title(title) if title else None,
        marked_off=match["mark"] is not None,
    )


def numbered_blanks(candidates: list[Candidate]) -> list[Candidate]:
    """The headings, those without a number counted from 2 on in the order of the text (1 would be the first of an
    annex); "Article X" is one of them where it is printed several times and no article IX or XI stands beside it."""
    printed = Counter(heading.printed for _index, heading in candidates if _is_letter(heading))
    romans = {heading.printed.partition(" ")[2] for _index, heading in candidates}
    blank = (
        set() if romans & {"IX", "XI", "XIX", "XXI"} else {one for one in printed if printed[one] >= _LEAST}
    )
    found: list[Candidate] = []
    count = 2
    for index, heading in candidates:
        is_blank = heading.value is not None and heading.value.prefix == BLANK
        if is_blank or (_is_letter(heading) and heading.printed in blank):
            heading = replace(heading, value=ArticleNumber(BLANK, (count,), ""))
            count += 1
        found.append((index, heading))
    return found


def _is_letter(heading: Heading) -> bool:
    return heading.kind == "article" and _LETTER.match(heading.printed) is not None
