"""A night in one line: how its visits ended, what changed, how many alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.crawls import CrawlResult
from tracker.nightly.changes import Changes
from tracker.nightly.language import ENGLISH, words_in


@dataclass(frozen=True, slots=True)
class NightEnd:
    """How a night ended: the number of sources visited, the keys of those that failed, the number of alerts."""

    sources: int
    failed: tuple[str, ...]
    alerts: int

    @classmethod
    def of_record(cls, sources: Mapping[str, Any], alerts: int) -> "NightEnd":
        """From the visits stored with a night, by source."""
        visits = [CrawlResult.from_json(key, values) for key, values in sources.items()]
        return cls(len(visits), tuple(sorted(visit.source for visit in visits if not visit.well)), alerts)


def night_summary(started_at: datetime, end: NightEnd, changes: Changes, language: str = ENGLISH) -> str:
    """ "night of 2026-11-29: 2 sources, 1 failed (atlantis); 3 new agreements; no alerts"."""
    words, failed = words_in(language), len(end.failed)
    return words.say(
        "night.summary",
        day=words.day(started_at),
        sources=words.count("night.sources", end.sources),
        failed=words.count("night.failed", failed, names=", ".join(end.failed))
        if failed
        else words.say("night.none_failed"),
        changes=changes.sentence(language),
        alerts=words.count("night.alerts", end.alerts) if end.alerts else words.say("night.no_alerts"),
    )
