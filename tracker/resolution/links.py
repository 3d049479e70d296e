"""Which agreements belong together: the same one at two sources, and those that build on another.

- Two agreements are the same by parties, date and name (`tracker.resolution.similarity`) or, in two languages, by the
  structure of their texts (`tracker.resolution.translations`). Certain pairs are merged, doubtful ones wait as `open`
  links for a person.
- Amendments, protocols and accessions are linked to their base agreement.
- A person's decision is never changed here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from sqlalchemy import ColumnElement, and_, exists, or_, select, text
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementKey, AgreementLink
from tracker.models.database import Database
from tracker.resolution.merging import merge
from tracker.resolution.misfiled import KIND as MISFILED
from tracker.resolution.misfiled import set_misfiled_aside
from tracker.resolution.names import distinctive_words_of
from tracker.resolution.relations import base_candidates
from tracker.resolution.similarity import (
    Profile,
    Similarity,
    has_date,
    profiles,
    rank,
    similarity,
)
from tracker.resolution.translations import same_in_two_languages

MAX_OPEN = 3
"""Most doubtful candidates stored for one agreement, so that a person can review them."""

PROGRAM = ("auto", "open")

Pair = tuple[int, int, Similarity]
"""Two agreements that may be one: the id of the one known later, of the one known earlier, and their similarity."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that the program proposes."""

    agreement_id: int
    other_id: int
    kind: str
    found: Similarity


@dataclass
class LinkCounts:
    """The result of comparing all agreements: merged pairs, links made by the program, links for review, and misfiled
    texts."""

    merged: int = 0
    auto: int = 0
    open: int = 0
    merged_names: list[tuple[str, str]] = field(default_factory=list)
    misfiled_names: list[tuple[str, str]] = field(default_factory=list)


def recognise(session: Session, profile: Profile) -> tuple[int | None, list[tuple[int, Similarity]]]:
    """Look for an agreement just read among those of other sources.

    Returns the id of the one it certainly is (None where there is none, or several fit equally well), and the doubtful
    candidates, best first.

    A source that lists agreements has each once, so it is none of those that the source has already. Files come as
    they come: another one may be of the same agreement, which is certain where not only files say what it is.
    """
    mine = exists().where(
        AgreementKey.agreement_id == Agreement.id, AgreementKey.source_id.in_(profile.lists)
    )
    near: list[ColumnElement[bool]] = [and_(Agreement.date_signed.is_(None), Agreement.year_signed.is_(None))]
    if profile.year is not None:
        near.append(Agreement.date_signed.between(date(profile.year, 1, 1), date(profile.year, 12, 31)))
        near.append(Agreement.year_signed == profile.year)
    if profile.wto_rta_id is not None:
        near.append(Agreement.wto_rta_id == profile.wto_rta_id)
    # Without a date only name and parties can be compared, so all agreements are.
    query = select(Agreement.id).where(~mine)
    ids = session.scalars(query if profile.year is None else query.where(or_(*near))).all()
    if not ids:
        return None, []
    found = [
        (id_, alike if other.sources - profile.sources else replace(alike, certain=False))
        for id_, other in profiles(session, ids).items()
        if (alike := similarity(profile, other)) is not None
    ]
    found.sort(key=lambda pair: (-pair[1].certain, -rank(pair[1])[0], -rank(pair[1])[1], pair[0]))
    certain = [(id_, alike) for id_, alike in found if alike.certain]
    undated = bool(certain) and not has_date(certain[0][1]) and len(fitting(alike for _, alike in found)) > 1
    clear = len(certain) == 1 or (len(certain) > 1 and rank(certain[0][1]) > rank(certain[1][1]))
    if clear and not undated:
        return certain[0][0], found[:1]
    return None, [
        (id_, replace(alike, certain=alike.certain and not undated)) for id_, alike in found[:MAX_OPEN]
    ]


def fitting(found: Iterable[Similarity]) -> list[Similarity]:
    """Those against which nothing speaks but that a name or a day is not known."""
    return [alike for alike in found if "doubt" not in alike.evidence]


def note_open(session: Session, agreement_id: int, candidates: Iterable[tuple[int, Similarity]]) -> None:
    """Store doubtful candidates for `agreement_id` for review."""
    for other_id, found in candidates:
        session.add(
            AgreementLink(
                agreement_id=agreement_id,
                other_id=other_id,
                kind="same",
                score=found.score,
                evidence=found.evidence,
                decision="open",
            )
        )
    session.flush()


def refresh_links(database: Database) -> LinkCounts:
    """Compare all stored agreements, in one transaction: merge those that are certainly one, link those that belong
    together.

    Running it again changes nothing. Links that the program found earlier and no longer finds are deleted.
    """
    with database.session() as session:
        return refresh(session)


def refresh(session: Session) -> LinkCounts:
    """`refresh_links` within the caller's transaction, which must not have written anything yet."""
    lock_agreements(session)
    counts = LinkCounts()
    known, pairs, languages = _look(session)
    if _merge_certain(session, known, pairs, languages, counts):
        known, pairs, languages = _look(session)
    counts.misfiled_names = set_misfiled_aside(session, known)
    proposals = [*_open_pairs(known, pairs, languages), *_relations(known)]
    _write(session, proposals, counts)
    return counts


def _look(session: Session) -> tuple[dict[int, Profile], list[Pair], list[Pair]]:
    """All agreements, the pairs that may be one by parties, date and name, and those by the structure of their
    texts."""
    known = profiles(session)
    return known, list(same_pairs(known)), list(same_in_two_languages(session, known))


def lock_agreements(session: Session) -> None:
    """Keep other jobs from writing agreements until this transaction ends.

    Otherwise a text that another crawl stores for an agreement that is just being merged into another one would be
    lost. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("LOCK TABLE agreement, agreement_key, document, agreement_link IN SHARE ROW EXCLUSIVE MODE")
        )


def same_pairs(known: dict[int, Profile]) -> Iterator[Pair]:
    """Pairs of agreements that may be one: the later known first, then the earlier."""
    buckets: defaultdict[object, set[int]] = defaultdict(set)
    for id_, profile in known.items():
        buckets["sides", profile.sides].add(id_)
        buckets["members", profile.members].add(id_)
        if profile.wto_rta_id is not None:
            buckets["wto", profile.wto_rta_id].add(id_)
        if profile.date_signed is not None:
            buckets["day", profile.date_signed].add(id_)
    for id_, named in _named_by(known):
        buckets["named", id_, named] |= {id_, named}
    seen = set()
    for bucket in buckets.values():
        for pair in combinations(sorted(bucket, key=lambda id_: known[id_].first_key), 2):
            if pair in seen:
                continue
            seen.add(pair)
            earlier, later = pair
            found = similarity(known[later], known[earlier])
            if found is not None:
                yield later, earlier, found


def _named_by(known: dict[int, Profile]) -> Iterator[tuple[int, int]]:
    """Agreements and those of the registry whose name stands in their title or in the name of their text's file.

    A text may not name its parties, by which all others are compared.
    """
    by_word: defaultdict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for id_, profile in known.items():
        for name in profile.names:
            words = distinctive_words_of(name)
            if words:
                by_word[min(words)].append((id_, words))
    for id_, profile in known.items():
        for title in (profile.name, *profile.labels):
            words = distinctive_words_of(title)
            for word in words:
                yield from (
                    (id_, other) for other, wanted in by_word[word] if wanted <= words and other != id_
                )


def may_be_one(one: Profile, other: Profile) -> bool:
    """Whether two agreements can be the same: a source that lists both means two agreements, unless they are in
    different languages. Two that the registry has are two. Two that are only files are compared by whoever reads them
    in."""
    if one.names and other.names:
        return False
    if not one.languages & other.languages:
        return True
    return not one.lists & other.lists and (one.sources != other.sources or not one.sources)


def _merge_certain(
    session: Session,
    known: dict[int, Profile],
    pairs: list[Pair],
    languages: list[Pair],
    counts: LinkCounts,
) -> bool:
    decided = {
        frozenset((one, other))
        for one, other in session.execute(
            select(AgreementLink.agreement_id, AgreementLink.other_id).where(
                AgreementLink.kind == "same", AgreementLink.decision == "rejected"
            )
        )
    }
    found_so = {
        (later, earlier): found
        for later, earlier, found in pairs
        if found.certain and not known[later].sources & known[earlier].sources
    }
    # Two texts of one source are two agreements, unless they are one in two languages.
    found_so |= {(later, earlier): found for later, earlier, found in languages if found.certain}
    certain = [
        (later, earlier, found)
        for (later, earlier), found in found_so.items()
        if frozenset((later, earlier)) not in decided
    ]
    claims: Counter[int] = Counter(id_ for later, earlier, _found in certain for id_ in (later, earlier))
    fits: Counter[int] = Counter(
        id_ for later, earlier, found in pairs if fitting([found]) for id_ in (later, earlier)
    )
    for later, earlier, found in certain:
        # With several candidates it is unknown which pair is right: they wait for a person.
        undated = not has_date(found) and max(fits[later], fits[earlier]) > 1
        if claims[later] == claims[earlier] == 1 and not undated:
            merge(session, earlier, later, found, decided=False)
            counts.merged += 1
            counts.merged_names.append((known[later].name, known[earlier].name))
    return counts.merged > 0


def _open_pairs(
    known: dict[int, Profile], pairs: Iterable[Pair], languages: Iterable[Pair]
) -> Iterator[FoundLink]:
    by_later: defaultdict[int, list[FoundLink]] = defaultdict(list)
    by_pair = {(later, earlier): found for later, earlier, found in (*pairs, *languages)}
    for (later, earlier), found in by_pair.items():
        if not may_be_one(known[later], known[earlier]):
            continue
        if known[later].sources & known[earlier].sources:
            both = [sorted(known[id_].languages) for id_ in (later, earlier)]
            found = Similarity(found.score, False, {**found.evidence, "languages": both})
        by_later[later].append(
            FoundLink(later, earlier, "same", Similarity(found.score, False, found.evidence))
        )
    for links in by_later.values():
        yield from sorted(links, key=lambda link: (-link.found.score, link.other_id))[:MAX_OPEN]


def _relations(known: dict[int, Profile]) -> Iterator[FoundLink]:
    everyone = list(known.values())
    for id_, profile in known.items():
        kind, candidates = base_candidates(profile, everyone)
        if kind is None:
            continue
        for base, found in candidates[:MAX_OPEN]:
            if base.id is not None:
                yield FoundLink(id_, base.id, kind, found)


def _write(session: Session, proposals: Iterable[FoundLink], counts: LinkCounts) -> None:
    present = {
        (link.agreement_id, link.other_id, link.kind): link
        for link in session.scalars(
            select(AgreementLink).where(
                AgreementLink.agreement_id != AgreementLink.other_id, AgreementLink.kind != MISFILED
            )
        )
    }
    kept = set()
    for proposal in proposals:
        key = (proposal.agreement_id, proposal.other_id, proposal.kind)
        turned = (proposal.other_id, proposal.agreement_id, proposal.kind)
        decision = "auto" if proposal.found.certain else "open"
        if key not in present and turned in present:
            key = turned
        kept.add(key)
        link = present.get(key)
        if link is None:
            session.add(
                AgreementLink(
                    agreement_id=key[0],
                    other_id=key[1],
                    kind=key[2],
                    score=proposal.found.score,
                    evidence=proposal.found.evidence,
                    decision=decision,
                )
            )
        elif link.decision in PROGRAM and (link.score, link.decision) != (proposal.found.score, decision):
            link.score, link.evidence, link.decision = proposal.found.score, proposal.found.evidence, decision
        if link is None or link.decision in PROGRAM:
            counts.auto += decision == "auto"
            counts.open += decision == "open"
    for key, link in present.items():
        if key not in kept and link.decision in PROGRAM:
            session.delete(link)
    session.flush()
