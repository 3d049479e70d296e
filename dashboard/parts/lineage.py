"""How relatives of a clause are said: which part of its words stand where, since when, whether that binds anybody."""

from collections.abc import Mapping

from dashboard.parts.markup import Markup, page_link
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, day, signed_cell, signed_on
from tracker.queries import Relative, TracedClause

Names = Mapping[str, str]
"""Name of each agreement by slug."""


def share_shown(share: float) -> str:
    """A share as a whole percentage; 100 % only where it is all."""
    return f"{100 if share == 1 else min(99, round(100 * share))} %"


def signed_shown(messages: Messages, clause: TracedClause) -> str:
    """The day of signature, its year where no more is known; else the day in force, and that it is that."""
    if signed_cell(clause) is None and clause.date_in_force is not None:
        return messages.say("lineage.in_force_since", day=day(messages, clause.date_in_force))
    if clause.date_signed is None and clause.year_signed:
        return messages.say("lineage.year_only", year=str(clause.year_signed))
    return signed_on(messages, clause)


def status_shown(messages: Messages, clause: TracedClause) -> str:
    """The status of the clause's agreement today."""
    return messages.say(f"status.{clause.legal_status}")


def agreement_link(clause: TracedClause, names: Names) -> Markup:
    """A link to the lineage of the agreement that a clause is in, with its provision opened."""
    label = names.get(clause.slug, clause.agreement)
    return page_link("agreement", label, agreement=clause.slug, view="origins", clause=clause.provision)


def article_link(messages: Messages, clause: TracedClause) -> Markup:
    """A link to the article of a clause."""
    label = article_name(messages, clause.article)
    return page_link("agreement", label, agreement=clause.slug, article=clause.article.link)


def relative_cells(messages: Messages, relative: Relative, names: Names) -> tuple[object, ...]:
    """Agreement, article, signature, status and both shares (whole percent) of a relative, for a file."""
    clause = relative.clause
    return (
        names.get(clause.slug, clause.agreement),
        article_name(messages, clause.article),
        signed_cell(clause),
        status_shown(messages, clause),
        share_shown(relative.share),
        share_shown(relative.own_share),
    )
