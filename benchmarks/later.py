"""The coded articles of the texts in ../shared/corpus/later and pdf, as items.

An id is `<file's short name>:<number>.<mark>`; the mark is the beginning of the SHA-1 of the article's first letters
and digits, because numbers restart in annexes.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.evaluation import Item
from tracker.texts import read_documents
from tracker.texts.types import AgreementText

READ = {
    "later/us_cambodia_art_2025.md": "uskh",
    "later/us_jordan_art_2026.md": "usjo",
    "later/us_malaysia_art_2025.md": "usmy",
    "pdf/afcfta_digital_trade_protocol_2024.pdf": "afcd",
    "later/uk_japan_cepa_2020_whole.txt": "ukjpw",
    "later/pacer_plus_2017.txt": "pacer",
    "later/efta_georgia_2016.txt": "efge",
    "later/rcep_2020_ch05_to_ch20.txt": "rcepw",
    "later/tpp_2016_signed_whole_with_annexes.txt": "tppw",
    "pdf/rcep_2020_all_chapters.pdf": "rcpf",
    "pdf/aanzfta_2009.pdf": "aanz",
    "pdf/afcfta_agreement_2018.pdf": "afcf",
    "later/efta_indonesia_2018_en.txt": "efid",
    "later/colombia_mercosur_ace72_2017_es.txt": "come",
    "later/uk_turkey_2020.txt": "uktr",
    "later/uk_ukraine_2020_whole.txt": "ukuw",
    "later/uk_moldova_2020_whole.txt": "ukmd",
    "later/eu_vietnam_agreed_text_2016_ch8.md": "euvn",
}
"""Short names of the texts in the ids."""
NAMES = {
    "rcepw": "Regional Comprehensive Economic Partnership Agreement",
    "tppw": "Trans-Pacific Partnership Agreement",
}
"""Names of agreements whose files do not give them; the matcher is given what it knows in use."""
LONGEST = 7_000
"""Characters of an article that the readers saw."""

_MARKED = 160


def mark(text: str) -> str:
    """The mark of an article by its first letters and digits."""
    plain = re.sub(r"\W+", "", text)[:_MARKED].lower()
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8]


def later_items(corpus: Path) -> Iterator[Item]:
    """Every article of these texts as an item."""
    for name, short in READ.items():
        for agreement in read_documents(corpus / name):
            if isinstance(agreement, AgreementText):
                named = NAMES.get(short, agreement.meta.name)
                for chapter in agreement.chapters:
                    heading = " ".join(part for part in (chapter.number, chapter.heading) if part)
                    for article in chapter.articles:
                        digits = re.sub(r"(?i)^art(?:icle|[ií]culo)\s*", "", article.number or "").strip()
                        yield Item(
                            item_id=f"{short}:{digits}.{mark(article.text)}",
                            agreement=named,
                            language=agreement.language,
                            chapter=heading,
                            number=article.number or "",
                            title=article.heading or "",
                            text=article.text[:LONGEST],
                        )
