"""The feed of one country or one provision, from the records of the nights: made when it is asked for."""

from dataclasses import replace

from sqlalchemy.orm import Session

from tracker.nightly import records
from tracker.nightly.feed import FEED_NIGHTS, NO_NIGHT, Subject, feed_of
from tracker.nightly.language import ENGLISH


def subject_feed(
    session: Session, subject: Subject, self_url: str | None = None, language: str = ENGLISH
) -> bytes:
    """The feed of the newest nights in which something changed for a subject; without entries where nothing did. The
    subject's name is to be in the feed's language."""
    nights = [paper for paper, _number, _statistics in records.papers(session, FEED_NIGHTS)]
    concerned = [(paper, subject.of(paper.changes)) for paper in nights]
    entries = [
        replace(paper, changes=changes, summary=changes.sentence(), end=None)
        for paper, changes in concerned
        if not changes.empty
    ]
    updated = max((paper.started_at for paper in entries), default=NO_NIGHT)
    return feed_of(entries, updated, self_url, subject, language)
