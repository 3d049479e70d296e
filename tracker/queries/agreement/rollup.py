"""Roll-up: for each agreement its strongest commitment on each provision, with the article that makes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tracker.life import KnownDay
from tracker.queries.core.agreement_index import agreement_index
from tracker.queries.core.articles import ArticleRef, cited_findings
from tracker.queries.core.basis import READ_HERE, FindingBasis
from tracker.queries.core.binding import binding_clause
from tracker.queries.core.replaced import replaced_for_all
from tracker.queries.core.slugs import canonical_slug
from tracker.queries.core.template_facts import template_facts
from tracker.queries.spread.spread import StrengthLabel, strength_label


@dataclass(frozen=True, slots=True)
class StrongestCommitment:
    """The strongest commitment of one agreement on one provision, rules for every sector before those for one only; of
    equally strong ones that of the chapter on digital trade, then the first in the text.

    `since` is the day of entry into force, that of signature where it is not in force (None where of that only the
    year is known, `year_signed`); `articles` is the number of articles in which the provision was found; `basis` how
    the commitment is known; `scope` whom its clause reaches, `bound` the codes of the parties it binds (() for every
    party). `uncertain`: the provision was found by uncertain findings only (docs/review.md).
    """

    agreement: str
    provision: str
    strength: StrengthLabel
    exception: bool | None
    article: ArticleRef
    since: KnownDay | None
    articles: int
    basis: FindingBasis = READ_HERE
    year_signed: int | None = None
    scope: str | None = None
    bound: tuple[str, ...] = ()
    uncertain: bool = False


def strongest_commitments(
    session: Session, *, agreements: Iterable[str] | None = None
) -> list[StrongestCommitment]:
    """By agreement (oldest first) and provision (the template's core first).

    `agreements` are slugs, all if not given; unknown ones, and those without findings, have no rows. Articles that are
    replaced today for all whom their agreement binds are left out.
    """
    replaced = replaced_for_all(session)
    wanted = None if agreements is None else {canonical_slug(session, slug) for slug in agreements}
    entries = {e.id: e for e in agreement_index(session) if wanted is None or e.slug in wanted}
    facts = template_facts()
    found: dict[tuple[int, str], list[StrongestCommitment]] = {}
    for finding in cited_findings(session, agreement_ids=list(entries)):
        if finding.article.article_id in replaced:
            continue
        entry = entries[finding.agreement_id]
        commitment = StrongestCommitment(
            agreement=entry.slug,
            provision=finding.provision,
            strength=strength_label(finding.strength),
            exception=finding.exception,
            article=finding.article,
            since=entry.date_in_force or entry.date_signed,
            articles=0,
            basis=finding.basis,
            year_signed=entry.year_signed,
            scope=finding.scope,
            bound=finding.bound,
            uncertain=finding.uncertain,
        )
        found.setdefault((finding.agreement_id, finding.provision), []).append(commitment)
    rows = [_strongest(candidates) for candidates in found.values()]
    order = {entry.slug: entry.sort_key for entry in entries.values()}
    return sorted(rows, key=lambda row: (order[row.agreement], facts.provision(row.provision).order))


def _strongest(candidates: list[StrongestCommitment]) -> StrongestCommitment:
    count = len({commitment.article.article_id for commitment in candidates})
    return replace(binding_clause(candidates[0].provision, candidates), articles=count)
