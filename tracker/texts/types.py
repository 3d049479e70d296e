"""The result of a reader: one agreement's text as chapters and articles, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article as read. `number` and `heading` are as printed (None where the text has none)."""

    number: str | None
    heading: str | None
    text: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChapterText:
    """One chapter (or section, annex, preamble) and its articles in order of appearance."""

    number: str | None
    heading: str | None
    articles: tuple[ArticleText, ...]
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class SourceLink:
    """Where a text was published. `kind` is e.g. "full text" or "annex"; `language` is ISO 639-1."""

    url: str
    language: str | None = None
    kind: str | None = None


PartyEventKind = Literal["entry", "provisional", "exit", "not_in_force"]


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """What a source says happened to one party (alpha-3) apart from the agreement's own dates.

    `day` is the first day of an entry into force or of provisional application, the LAST day on which an exit leaves
    the party bound; None where the source gives none, and for `not_in_force` (it binds others, not this party).
    """

    iso3: str
    event: PartyEventKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementMeta:
    """Facts about an agreement, in the terms of the WTO RTA database where it has them.

    `parties` are current, `original_parties` the signatories: ISO 3166 alpha-3 codes, or group codes of
    `tracker/parties` (EU, EFTA, ...). `party_events` are of single parties. `legal_status` is one of LEGAL_STATUSES.
    `year` is the year of signature where the day is not known (date_signed None).
    """

    name: str
    type: str | None = None
    status: str | None = None
    legal_status: str = "signed"
    notification: str | None = None
    date_signed: date | None = None
    date_in_force: date | None = None
    date_inactive: date | None = None
    wto_rta_id: int | None = None
    composition: str | None = None
    region: str | None = None
    parties: tuple[str, ...] = ()
    original_parties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[SourceLink, ...] = ()
    related_wto_rta_ids: tuple[int, ...] = ()
    year: int | None = None
    party_events: tuple[PartyEvent, ...] = ()


LEGAL_STATUSES = ("in_negotiation", "draft_text", "signed", "in_force", "inactive")


@dataclass(frozen=True, slots=True)
class ReadingTrace:
    """What a reader left out of the chapters and articles, so that it can be judged whether it should have.

    - `removed`: lines that read like headings, dropped as a contents page or as page furniture, in order.
    - `bare`: headings of chapters, annexes and the like that hold nothing: no article, no text, no part.
    - `stray_footnotes`: marks of separated footnotes to which no article refers; their text is left out.
    - `quoted`: numbers of articles in quotation marks, which an amending text puts into another one.
    """

    removed: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    stray_footnotes: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One agreement as read from one document.

    `source` and `external_id` together identify the agreement at its source (e.g. "tota", "427") and
    never change; `sha256` is of the raw bytes, lower-case hex; `warnings` are one-line remarks of the
    reader (OCR errors repaired, text incorporated by reference, ...). `trace` is what the reader left out, None for
    formats in which chapters and articles are marked and nothing is left out.
    """

    source: str
    external_id: str
    meta: AgreementMeta
    language: str
    media_type: str
    sha256: str
    chapters: tuple[ChapterText, ...]
    warnings: tuple[str, ...] = field(default=())
    trace: ReadingTrace | None = None

    @property
    def article_count(self) -> int:
        """Number of articles over all chapters."""
        return sum(len(chapter.articles) for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class PaperText:
    """One paper of the WTO as read from one document.

    - `symbol` is in the WTO's spelling, `url` as its site gives it.
    - `members` submitted it (alpha-3 or group codes).
    - `text` is all that was read, one block per line.
    - `agreement` is formed by its articles, None where it has none or only corrects a text.
    """

    source: str
    symbol: str
    title: str
    issued: date | None
    members: tuple[str, ...]
    language: str
    sha256: str
    text: str
    url: str | None
    agreement: AgreementText | None
