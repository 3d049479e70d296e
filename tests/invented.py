"""Short invented agreements for tests: nothing in them is from a treaty."""

import hashlib
from dataclasses import replace
from datetime import date

from tracker.texts.types import AgreementMeta, AgreementText, ArticleText, ChapterText, SourceLink

DUTIES = (
    "Neither Party shall impose a customs duty on an electronic transmission, be it a song, film or game."
)
FLOWS = (
    "Each Party shall let a covered person send data, personal data included, across the border by"
    " electronic means where that serves its business. Nothing here keeps a Party from a measure it needs for"
    " a legitimate public policy objective."
)
SPAM = "Each Party shall endeavour to keep unsolicited commercial electronic messages down."
QUOTAS = "The quota for apples in brine is set at forty tonnes a year and is reviewed in the spring."


def article(number: str, heading: str, text: str, external_id: str | None = None) -> ArticleText:
    """One article; the identifier defaults to the number."""
    return ArticleText(f"ARTICLE {number}", heading, text, external_id or f"a{number}")


def chapters() -> tuple[ChapterText, ...]:
    """A chapter on goods and one on electronic commerce."""
    return (
        ChapterText("CHAPTER 1", "Goods", (article("1.1", "Apples", QUOTAS),), "c1"),
        ChapterText(
            "CHAPTER 2",
            "Electronic Commerce",
            (
                article("2.1", "Customs Duties", DUTIES),
                article("2.2", "Movement of Data", FLOWS),
                article("2.3", "Unwanted Messages", SPAM),
            ),
            "c2",
        ),
    )


def agreement(
    external_id: str = "1",
    name: str = "Arcadia - Ruritania",
    *,
    content: tuple[ChapterText, ...] | None = None,
    **facts: object,
) -> AgreementText:
    """An agreement of New Zealand and Viet Nam (the codes must exist); `facts` go into its metadata."""
    meta = AgreementMeta(
        name=name,
        type="Free Trade Agreement",
        status="In Force",
        legal_status="in_force",
        date_signed=date(2019, 5, 1),
        date_in_force=date(2020, 1, 1),
        parties=("NZL", "VNM"),
        original_parties=("NZL", "VNM"),
        languages=("en",),
        sources=(SourceLink("https://example.org/text", "en", "full text"),),
    )
    parts = chapters() if content is None else content
    return AgreementText(
        source="tota",
        external_id=external_id,
        meta=replace(meta, **facts),  # type: ignore[arg-type]
        language="en",
        media_type="application/xml",
        sha256=hashlib.sha256(repr((external_id, parts)).encode()).hexdigest(),
        chapters=parts,
    )


def amended(text: AgreementText, number: str, words: str) -> AgreementText:
    """`text` with the words of one article changed, as a new document."""
    changed = tuple(
        replace(
            chapter,
            articles=tuple(
                replace(part, text=words) if part.number == f"ARTICLE {number}" else part
                for part in chapter.articles
            ),
        )
        for chapter in text.chapters
    )
    digest = hashlib.sha256(repr(changed).encode()).hexdigest()
    return replace(text, chapters=changed, sha256=digest)


def tota_xml(text: AgreementText) -> bytes:
    """An agreement in ToTA's markup."""
    from xml.sax.saxutils import escape, quoteattr

    meta = text.meta
    parties = "".join(f"<partyisocode>{code}</partyisocode>" for code in meta.parties)
    body = "".join(
        f"<chapter number={quoteattr(chapter.number or '')} name={quoteattr(chapter.heading or '')}"
        f" chapter_identifier={quoteattr(chapter.external_id or '')}>"
        + "".join(
            f"<article number={quoteattr(part.number or '')} name={quoteattr(part.heading or '')}"
            f" article_identifier={quoteattr(part.external_id or '')}>{escape(part.text)}</article>"
            for part in chapter.articles
        )
        + "</chapter>"
        for chapter in text.chapters
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<treaty><meta>'
        f"<name>{escape(meta.name)}</name><type>{escape(meta.type or '')}</type><wto_rta_id/>"
        f"<treaty_identifier>{text.external_id}</treaty_identifier><status>{meta.status}</status>"
        "<notification/>"
        f"<date_signed>{meta.date_signed or ''}</date_signed>"
        f"<date_into_force>{meta.date_in_force or ''}</date_into_force>"
        "<date_notification/><end_implementation/><date_inactive/>"
        f"<parties_original>{parties}</parties_original><parties>{parties}</parties>"
        "<composition>Bilateral</composition><region/><parties_wto>Yes</parties_wto>"
        "<crossregional>No</crossregional><language>en</language>"
        '<source lang="en" type="full text">https://example.org/text</source>'
        f"</meta><body>{body}</body></treaty>"
    ).encode()
