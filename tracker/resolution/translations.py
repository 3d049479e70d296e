"""Recognises one agreement in two languages by the structure of its texts.

Names cannot be compared across languages, so two texts are of one agreement if

- they have the same parties and the same day of signature,
- their chapters and articles have the same numbers, and
- the lengths of their articles correlate.

Two agreements that the same parties sign on one day (on goods and on services, an interim and a full one) may have the
same number of articles, but not of the same lengths.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import log
from statistics import StatisticsError, correlation
from typing import Any

from sqlalchemy import String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import AgreementKey, Article, Chapter, Document, Source
from tracker.resolution.names import names_conflict
from tracker.resolution.similarity import DRAFT_STATUSES, Profile, Similarity
from tracker.texts.numbering import plain_number

LEAST_ARTICLES = 20
"""Least number of common articles; a shorter text cannot be recognised by its structure."""

SAME_NUMBERS = 0.95
"""Least share of the articles that have the same number in the same chapter."""

SAME_LENGTHS = 0.9
"""Least correlation of the logarithms of the lengths of articles with the same number. Over ToTA: 0.97 for the one
agreement that is there in two languages. Different agreements of the same parties whose articles have the same numbers
reach at most 0.27; agreements of other parties, made after one model, reach 1, so the parties must be the same."""

REVIEW_NUMBERS = 0.8
"""Least share from which a person is asked."""

_KEY = re.compile(r"(?P<base>.+)/(?P<language>[a-z]{2})")


@dataclass(frozen=True, slots=True)
class Build:
    """The structure of a text: the length in characters (0: unknown) of each article by chapter and number."""

    chapters: int
    articles: dict[tuple[int, str, int], int]


def base_key(external_id: str) -> str:
    """A source's key of an agreement without the language of one of its texts: `cusma` for `cusma/fr`."""
    match = _KEY.fullmatch(external_id)
    return match["base"] if match else external_id


# Asked for every new text of a job, so made once. Begins with, as a comparison: LIKE would have to be escaped.
_NEAR = (
    select(AgreementKey)
    .where(
        AgreementKey.source_id == bindparam("source_id"),
        or_(
            AgreementKey.external_id == bindparam("base"),
            func.substr(AgreementKey.external_id, 1, func.length(bindparam("with_slash", type_=String)))
            == bindparam("with_slash", type_=String),
        ),
    )
    .order_by(AgreementKey.id)
)


def key_in_other_language(session: Session, source: Source, external_id: str) -> AgreementKey | None:
    """The key under which the same source has the agreement in another language; None where it does not.

    Keys show it: `key` and `key/fr`, `key/es` are texts of one agreement.
    """
    base = base_key(external_id)
    keys = session.scalars(_NEAR, {"source_id": source.id, "base": base, "with_slash": f"{base}/"})
    others = (key for key in keys if base_key(key.external_id) == base and key.external_id != external_id)
    return next(others, None)


def same_by_key(other_key: AgreementKey, language: str | None) -> Similarity:
    """The certain similarity of a text in `language` to the agreement with the key `other_key`, by the source's
    keys."""
    return Similarity(100.0, True, {"same_key": base_key(other_key.external_id), "languages": [[language]]})


def same_in_two_languages(
    session: Session, known: dict[int, Profile]
) -> Iterator[tuple[int, int, Similarity]]:
    """Pairs of stored agreements that are, or may be, one in two languages: the later known first, then the earlier."""
    alike = [
        (later, earlier) for later, earlier in _candidates(known) if _may_be(known[later], known[earlier])
    ]
    builds = builds_of(session, {id_ for pair in alike for id_ in pair})
    for later, earlier in alike:
        found = (
            build_similarity(builds[later], builds[earlier]) if {later, earlier} <= builds.keys() else None
        )
        if found is not None:
            languages = [sorted(known[id_].languages) for id_ in (later, earlier)]
            names = [known[later].name, known[earlier].name]
            evidence = {"names": names, "parties": "same", "date": "same day", "languages": languages}
            yield later, earlier, Similarity(found.score, found.certain, evidence | found.evidence)


def build_similarity(one: Build, other: Build) -> Similarity | None:
    """Similarity of the structure of two texts; None where they clearly differ."""
    common = one.articles.keys() & other.articles.keys()
    most = max(len(one.articles), len(other.articles))
    share = len(common) / most if most else 0.0
    if len(common) < LEAST_ARTICLES or share < REVIEW_NUMBERS:
        return None
    lengths = _lengths_together([(one.articles[key], other.articles[key]) for key in common])
    numbers_alike = share >= SAME_NUMBERS and one.chapters == other.chapters
    certain = numbers_alike and lengths is not None and lengths >= SAME_LENGTHS
    evidence: dict[str, Any] = {"articles_alike": round(share, 3), "chapters": [one.chapters, other.chapters]}
    if lengths is not None:
        evidence["lengths_alike"] = round(lengths, 3)
    if not certain:
        evidence["doubt"] = "the two texts are not built quite alike"
    return Similarity(round(100 * share, 1), certain, evidence)


def _lengths_together(pairs: list[tuple[int, int]]) -> float | None:
    """Correlation of the logarithms of lengths, -1 to 1; None where lengths are unknown or all the same."""
    known = [(log(one), log(other)) for one, other in pairs if one and other]
    if len(known) < LEAST_ARTICLES:
        return None
    try:
        return correlation(*zip(*known, strict=True))
    except StatisticsError:
        return None


def _candidates(known: dict[int, Profile]) -> Iterator[tuple[int, int]]:
    """Agreements of the same parties and day, the later known first."""
    buckets: defaultdict[object, set[int]] = defaultdict(set)
    for id_, profile in known.items():
        if profile.date_signed is not None and profile.sides:
            buckets[profile.date_signed, profile.sides].add(id_)
            buckets[profile.date_signed, profile.members].add(id_)
    pairs = {
        (later, earlier)
        for bucket in buckets.values()
        for earlier, later in combinations(sorted(bucket, key=lambda id_: known[id_].first_key), 2)
    }
    yield from sorted(pairs)


def _may_be(one: Profile, other: Profile) -> bool:
    """Whether two agreements of the same parties and day can be one in two languages."""
    if not one.languages or not other.languages or one.languages & other.languages:
        return False
    if any(profile.legal_status in DRAFT_STATUSES for profile in (one, other)):
        return False
    # One source has the WTO's number of both or of neither; another source may not have it.
    numbers = {one.wto_rta_id, other.wto_rta_id}
    same = len(numbers) == 1 or (None in numbers and not one.sources & other.sources)
    return same and names_conflict(one.name, other.name) is None


def builds_of(session: Session, agreement_ids: Iterable[int]) -> dict[int, Build]:
    """The structure of the current text of each of these agreements."""
    rows = session.execute(
        select(
            Document.agreement_id,
            Chapter.position.label("chapter"),
            Article.number,
            func.length(Article.text).label("length"),
        )
        .join(Chapter, Chapter.document_id == Document.id)
        .join(Article, Article.chapter_id == Chapter.id)
        .where(Document.current, Document.agreement_id.in_(list(agreement_ids)))
        .order_by(Document.agreement_id, Article.position)
    )
    chapters: defaultdict[int, set[int]] = defaultdict(set)
    times: Counter[tuple[int, int, str]] = Counter()
    articles: defaultdict[int, dict[tuple[int, str, int], int]] = defaultdict(dict)
    for row in rows:
        number = plain_number(row.number or "")
        if not number:
            continue
        chapters[row.agreement_id].add(row.chapter)
        # Chapters with articles are counted, because an annex without articles may be missing in one of the texts.
        place = len(chapters[row.agreement_id])
        turn = times[row.agreement_id, place, number]  # a number may recur, in an annex of the chapter
        times[row.agreement_id, place, number] += 1
        articles[row.agreement_id][place, number, turn] = row.length or 0
    return {id_: Build(len(chapters[id_]), found) for id_, found in articles.items()}
