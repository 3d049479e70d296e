"""The template score in words: what it is at least where the text here is not complete, and why."""

from collections.abc import Sequence

from dashboard.parts.markup import Child, woven
from dashboard.parts.messages import Messages
from dashboard.parts.missing import missing_shown
from tracker.queries import TemplateScore


def percent(score: float) -> str:
    """A share of 0..1 out of 100, in whole numbers."""
    return f"{100 * score:.0f}"


def score_words(messages: Messages, score: float, *, at_least: bool) -> str:
    """The number, "at least" where it is a lower bound."""
    return messages.say("score.at_least", n=percent(score)) if at_least else percent(score)


def why_at_least(messages: Messages, score: TemplateScore, missing: Sequence[str]) -> list[Child]:
    """Sentences that say why a score is a lower bound; none where it is not."""
    said: list[Child] = []
    if not score.complete:
        said.append(
            woven(messages.template("score.why_missing"), missing=missing_shown(messages, missing))
            if missing
            else messages.say("score.why_incomplete")
        )
    if score.doubtful:
        said.append(messages.count("score.why_doubtful", score.doubtful))
    return said
