"""What became of the documents of an ingest: counts, refusals, and how they are said in the log."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from tracker.crawls import CrawlError
from tracker.errors import BadInput, TrackerError
from tracker.ingest.store import Outcome
from tracker.texts import Refusal

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """The results of an ingest, document by document.

    - `kinds` counts outcomes (see `store.Outcome`), and as `papers` new or changed papers without articles, which are
      not agreements.
    - `quarantined`: name and reason of texts that look broken and wait for a decision.
    - `merged`: names of agreements of two sources that were merged when all were compared.
    - `misfiled`: names of agreements whose text is that of another one, with the name of that one.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    misfiled: list[tuple[str, str]] = field(default_factory=list)
    listed: Counter[str] = field(default_factory=Counter)
    """Outcomes of the agreements in sources' lists (see `listed.ListedKind`)."""

    def note(self, name: str, outcome: Outcome, language: str) -> None:
        """Count one stored (or unchanged, or quarantined) document."""
        self.kinds[outcome.kind] += 1
        if outcome.kind == "quarantined":
            self.quarantined.append((name, outcome.reason or ""))
            return
        self.languages[language] += 1
        self.articles += outcome.articles


def log_outcome(source: str, name: str, outcome: Outcome) -> None:
    """Log the outcome of a text, unless it is unchanged."""
    if outcome.kind == "quarantined":
        log.warning("%s: %s: quarantined: %s", source, name, outcome.reason)
    elif outcome.kind != "unchanged":
        log.info("%s: %s: %s, %d articles", source, name, outcome.kind, outcome.articles)


def fault(name: str, error: Exception) -> Refusal:
    """The refusal of a document that was left out because code raised, not by a fault of the document; the log has the
    traceback. What the database refuses is said in its words."""
    if isinstance(error, TrackerError):
        return Refusal.of(name, BadInput(" ".join(str(error).split())))
    log.exception("%s: left out", name)
    return Refusal(
        name, f"{CrawlError.of_exception('', error).reason} (a fault of this program, see the log)"
    )
