"""The plausibility report: what looks wrong in a text just read, also beside the text it would replace."""

from collections.abc import Iterable

from tracker.plausibility import citations, contents, languages, lost, numbers
from tracker.plausibility.limits import remark_of
from tracker.plausibility.remarks import MOST_PLACES, Measured, Remark
from tracker.texts.types import AgreementText, ChapterText

_MEASURES = (
    numbers.gaps,
    numbers.repeated,
    citations.beyond_the_end,
    contents.longest,
    contents.headings_inside,
    contents.empty,
    contents.removed,
    contents.without_text,
    contents.outside,
    contents.footnotes,
    contents.error_pages,
    languages.unread,
)


def measures(text: AgreementText, before: tuple[ChapterText, ...] = ()) -> tuple[Measured, ...]:
    """Every figure of a text; `before` are the chapters of the text that it would replace."""
    found = tuple(measure(text) for measure in _MEASURES)
    return (*found, lost.lost_parts(before, text)) if before else found


def report(text: AgreementText, before: tuple[ChapterText, ...] = ()) -> tuple[Remark, ...]:
    """The remarks on a text, grave ones first; empty where nothing looks wrong."""
    return _graves_first(remark_of(measured, MOST_PLACES) for measured in measures(text, before))


def with_losses(
    remarks: tuple[Remark, ...], before: tuple[ChapterText, ...], text: AgreementText
) -> tuple[Remark, ...]:
    """The remarks on a text by itself, completed by comparing it with the text that it would replace."""
    return _graves_first((*remarks, remark_of(lost.lost_parts(before, text), MOST_PLACES)))


def _graves_first(remarks: Iterable[Remark | None]) -> tuple[Remark, ...]:
    found = [remark for remark in remarks if remark is not None]
    return tuple(sorted(found, key=lambda remark: not remark.grave))
