"""Reading a document and looking at it at once: all that can be said of a text by itself, where it is read.

Both are pure and need much time, so they are done together in the child process that reads, beside the job that stores.
"""

from dataclasses import dataclass

from tracker.plausibility.remarks import Remark
from tracker.plausibility.report import report
from tracker.texts.completeness import missing_parts
from tracker.texts.raw import RawDocument
from tracker.texts.reading import parse, parse_paper
from tracker.texts.types import AgreementText, PaperText


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a text by itself shows: the plausibility report's remarks, and codes of the parts that it cites and lacks
    (see `tracker.texts.completeness.missing_parts`)."""

    remarks: tuple[Remark, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as read, and what it shows by itself."""

    text: AgreementText
    look: FirstLook


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A paper of the WTO as read, and what its articles show; None where it has none."""

    paper: PaperText
    look: FirstLook | None


def first_look(text: AgreementText) -> FirstLook:
    """What a text by itself shows."""
    return FirstLook(report(text), missing_parts(text))


def parse_and_look(raw: RawDocument) -> ReadText:
    """One agreement's text with a first look at it. Raises BadInput like `tracker.texts.parse`."""
    text = parse(raw)
    return ReadText(text, first_look(text))


def parse_paper_and_look(raw: RawDocument) -> ReadPaper:
    """One paper of the WTO with a first look at its articles. Raises BadInput like `tracker.texts.parse_paper`."""
    paper = parse_paper(raw)
    return ReadPaper(paper, first_look(paper.agreement) if paper.agreement is not None else None)
