"""Applicable exceptions: by which exceptions a Party may depart from a rule, in its article or in the agreement.

An exception that may apply to the rule counts, because "no exception at all" is a strong statement: where the text does
not settle the matter, the exception is reported as `unclear`, never as absent.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from tracker.matching.types import COVERS
from tracker.queries.agreement.parts import extent, same_chapter
from tracker.queries.core.articles import ArticleRef, CitedFinding, cited_findings
from tracker.queries.core.orders import DIGITAL_TOPIC
from tracker.queries.core.slugs import agreement_id_by_slug
from tracker.queries.core.template_facts import template_facts

COVERS_THIS = f"{COVERS}this:"

EXCEPTION, SCOPE = "exception:", "scope:"
"""Beginnings of the notes that name a kind of exception, and a limit of a rule's scope."""

CHAPTER_EXCEPTIONS = "ecommerce_exceptions"
AGREEMENT_EXCEPTIONS = ("general_exceptions", "security_exceptions")
NO_DISPUTES = "dispute_settlement_excluded"
_EXCEPTIONS = frozenset((CHAPTER_EXCEPTIONS, *AGREEMENT_EXCEPTIONS))
_BESIDE = _EXCEPTIONS | {NO_DISPUTES}
"""Provisions whose findings matter to rules in other articles."""

NAMES_DIGITAL, GOODS_ONLY = "names_digital_chapter", "goods_only"
"""Notes of an exception that names the chapter on digital trade, and of one on imports and exports of goods alone."""

KEPT_REACHES = 65_536
"""So many answers whether an exception reaches a rule are kept: all parties of an agreement ask for the same."""

_GOODS_TOPICS = ("goods", "customs", "agriculture", "origin", "trade_remedies", "sps", "tbt")
_GENERAL_TOPICS = ("exceptions", "institutional")

Reach = Literal["chapter", "agreement", "unclear"]
"""Why an exception in another article applies to a rule:

- `chapter`: it is in the rule's chapter, in the same section or in one for the chapter as such;
- `agreement`: it names the rule's chapter, or covers the whole agreement;
- `unclear`: its words do not settle which chapters it covers.
"""


@dataclass(frozen=True, slots=True)
class ExceptionElsewhere:
    """An exception in another article of the same agreement. `notes` are its details (gats_xiv, ...)."""

    provision: str
    article: ArticleRef
    reach: Reach
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicableExceptions:
    """The exceptions by which a Party may depart from one rule in one article.

    - `in_article`: the article itself has an exception.
    - `kinds`, `limits` and `details`: note codes without their prefixes.
    - `elsewhere`: exceptions of the chapter or the agreement.
    - `no_disputes`: articles that exclude the chapter from dispute settlement.
    - `not_reaching`: articles with exceptions that were read and cover other parts of the text only.
    - `certain`: the rule was read in its text, and the reviewer does not doubt the finding.
    - `nothing`: no exception was found anywhere; `none_whatsoever`: nor is the rule soft, for one sector, or in doubt.
    """

    agreement_id: int
    provision: str
    strength: str | None
    article: ArticleRef
    in_article: bool
    kinds: tuple[str, ...]
    limits: tuple[str, ...]
    details: tuple[str, ...]
    elsewhere: tuple[ExceptionElsewhere, ...]
    no_disputes: tuple[ArticleRef, ...]
    scope: str | None = None
    not_reaching: tuple[ArticleRef, ...] = ()
    certain: bool = True

    @property
    def none_whatsoever(self) -> bool:
        """Whether the rule is hard, general and certain, and no exception of article, chapter or agreement was found.

        It holds for a text that is complete: an exception may stand in what is missing.
        """
        return self.nothing and self.certain and self.strength == "hard" and self.scope == "general"

    @property
    def nothing(self) -> bool:
        """Whether no exception was found, in the article or elsewhere."""
        return not self.in_article and not self.elsewhere


def applicable_exceptions(
    session: Session,
    *,
    agreement: str | None = None,
    agreement_ids: Iterable[int] | None = None,
    provision: str | None = None,
) -> list[ApplicableExceptions]:
    """One entry for each finding of a provision that carries an exception flag, in the order of the texts.

    `agreement` (slug), `agreement_ids` and `provision` narrow; an agreement without stored findings has no entries.
    """
    if agreement is not None:
        found = agreement_id_by_slug(session, agreement)
        agreement_ids = [] if found is None else [found]
    return exceptions_among(cited_findings(session, agreement_ids=agreement_ids), provision=provision)


def exceptions_among(
    findings: Iterable[CitedFinding], *, provision: str | None = None
) -> list[ApplicableExceptions]:
    """The same of given findings alone, such as those in articles that count for a country."""
    flagged = {entry.code for entry in template_facts().provisions if entry.has_exception}
    by_agreement: defaultdict[int, list[CitedFinding]] = defaultdict(list)
    beside: defaultdict[int, list[CitedFinding]] = defaultdict(list)
    for finding in findings:
        by_agreement[finding.agreement_id].append(finding)
        if finding.provision in _BESIDE:
            beside[finding.article.document_id].append(finding)
    return [
        _applicable(finding, beside[finding.article.document_id])
        for own in by_agreement.values()
        for finding in own
        if finding.provision in flagged and provision in (None, finding.provision)
    ]


def _applicable(rule: CitedFinding, beside: Iterable[CitedFinding]) -> ApplicableExceptions:
    """The exceptions for one rule; `beside` are the findings of the provisions `_BESIDE` in the same document."""
    elsewhere = []
    no_disputes = []
    place = _place(rule.article)
    not_reaching: dict[int, ArticleRef] = {}
    for other in beside:
        if other.provision == NO_DISPUTES and same_chapter(rule.article, other.article):
            no_disputes.append(other.article)
        elif other.article.article_id != rule.article.article_id and (
            reach := _reach(place, _place(other.article), other.provision, other.notes)
        ):
            elsewhere.append(ExceptionElsewhere(other.provision, other.article, reach, other.notes))
        elif other.provision in _EXCEPTIONS:
            not_reaching[other.article.article_id] = other.article
    return ApplicableExceptions(
        agreement_id=rule.agreement_id,
        provision=rule.provision,
        strength=rule.strength,
        article=rule.article,
        in_article=bool(rule.exception),
        kinds=_without(EXCEPTION, rule.notes),
        limits=_without(SCOPE, rule.notes),
        details=tuple(note for note in rule.notes if not note.startswith((EXCEPTION, SCOPE))),
        elsewhere=tuple(elsewhere),
        no_disputes=tuple(no_disputes),
        scope=rule.scope,
        certain=rule.basis.is_read and not rule.uncertain,
        not_reaching=tuple(
            article for key, article in not_reaching.items() if key != rule.article.article_id
        ),
    )


class _Place(NamedTuple):
    """The chapter in which an article stands."""

    chapter_id: int
    chapter_number: str | None
    chapter_heading: str | None
    topic: str


def _place(article: ArticleRef) -> _Place:
    return _Place(article.chapter_id, article.chapter_number, article.chapter_heading, article.topic)


@lru_cache(maxsize=KEPT_REACHES)
def _reach(rule: _Place, other: _Place, provision: str, notes: tuple[str, ...]) -> Reach | None:
    """Why an exception of this provision and with these notes in `other` applies to a rule in `rule`; None where it is
    not an exception, or covers other parts of the text only.

    What its own words name decides; where they name nothing, the chapter both are in.
    """
    if provision not in _EXCEPTIONS:
        return None
    beside = same_chapter(rule, other)
    covered = extent(rule, other, notes)
    if covered == "inside":
        return _firm("chapter" if beside else "agreement", rule, notes)
    if covered is None and beside:
        return "chapter"
    listed = any(note.startswith(COVERS) and not note.startswith(COVERS_THIS) for note in notes)
    if NAMES_DIGITAL in notes and rule.topic == DIGITAL_TOPIC and not (listed and covered == "outside"):
        return "agreement"
    if covered is not None:
        return "unclear" if covered == "unclear" else None
    general = provision in AGREEMENT_EXCEPTIONS and other.topic in _GENERAL_TOPICS
    return "unclear" if general else None


def _firm(reach: Reach, rule: _Place, notes: tuple[str, ...]) -> Reach:
    """`reach`, but unclear where the exception speaks of trade in goods alone and the rule is elsewhere."""
    return "unclear" if GOODS_ONLY in notes and rule.topic not in _GOODS_TOPICS else reach


def _without(beginning: str, notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(note.removeprefix(beginning) for note in notes if note.startswith(beginning))
