"""The change digest: two nights' states compared, with the cause of each change."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tracker.nightly.changes import (
    Changes,
    FactChange,
    NewAgreement,
    ProvisionChange,
    TextChange,
)
from tracker.nightly.country_changes import country_changes, kind_of, strongest_findings
from tracker.nightly.marks import mark_rank
from tracker.nightly.papers import compare_papers
from tracker.nightly.remarks import given_up, with_remarks
from tracker.nightly.state import DATES, AgreementState, DocumentState, Places, State
from tracker.texts.numbering import plain_number


@dataclass
class _Texts:
    """All texts of a state by key, with the agreement each belongs to."""

    owner: dict[str, str] = field(default_factory=dict)
    document: dict[str, DocumentState] = field(default_factory=dict)

    @classmethod
    def of(cls, state: State) -> "_Texts":
        texts = cls()
        for slug, agreement in state.agreements.items():
            for key, document in agreement.documents.items():
                texts.owner[key], texts.document[key] = slug, document
        return texts


def compare(before: State, now: State) -> Changes:
    """The changes from one state to a later one. A merged agreement is compared with what both agreements were
    before."""
    comparable, joined = _joined(before, now)
    old, new = _Texts.of(comparable), _Texts.of(now)
    switched = _switched(before, now, joined)
    causes = _causes(comparable, now, old, new) | dict.fromkeys(switched, "source")
    causes |= dict.fromkeys(joined.values(), "link")
    changes = Changes(
        new_agreements=tuple(_new_agreements(comparable, now)),
        texts=tuple(_texts(before, now, old, new, switched)),
        facts=tuple(_facts(before, now, new, joined)),
        provisions=tuple(_provisions(comparable, now, old, new, causes, switched)),
        countries=tuple(country_changes(comparable, now, causes)),
        other_rules=before.fingerprint != now.fingerprint,
        papers=tuple(compare_papers(before.papers, now.papers)),
        given_up=tuple(given_up(comparable, now)),
    )
    return with_remarks(changes, now)


def _joined(before: State, now: State) -> tuple[State, dict[str, str]]:
    """The earlier state with the merges that happened since applied to it, and which agreement was merged into
    which."""
    present = {alias: slug for slug, agreement in now.agreements.items() for alias in agreement.aliases}
    joined = {
        slug: present[slug] for slug in before.agreements if slug not in now.agreements and slug in present
    }
    agreements = {slug: one for slug, one in before.agreements.items() if slug not in joined}
    for gone, kept in joined.items():
        one = before.agreements[gone]
        known = agreements.get(kept)
        agreements[kept] = _with(known, one) if known else one
    return State(before.fingerprint, agreements), joined


def _with(kept: AgreementState, gone: AgreementState) -> AgreementState:
    """What two agreements had that are one now."""
    rules = None
    if kept.rules is not None and gone.rules is not None:
        codes = kept.rules.keys() | gone.rules.keys()
        rules = {code: (*kept.rules.get(code, ()), *gone.rules.get(code, ())) for code in codes}
    return replace(kept, documents=kept.documents | gone.documents, rules=rules)


def _switched(before: State, now: State, joined: Mapping[str, str]) -> dict[str, tuple[list[str], str]]:
    """Agreements whose current text is now another source's: the texts current before, and the one current now."""
    found = {}
    for slug, agreement in now.agreements.items():
        first = next((gone for gone, kept in joined.items() if kept == slug), slug)
        earlier = before.agreements.get(slug) or before.agreements.get(first)
        if earlier is None:
            continue
        gone = [key for key in earlier.documents if key not in agreement.documents]
        come = [key for key in agreement.documents if key not in earlier.documents]
        if gone and come:
            found[slug] = (gone, come[0])
    return found


def _causes(before: State, now: State, old: _Texts, new: _Texts) -> dict[str, str]:
    """The cause of changes in an agreement's provisions, by slug."""
    causes = {}
    for slug in before.agreements.keys() | now.agreements.keys():
        if slug not in now.agreements:
            causes[slug] = "gone"
            continue
        documents = now.agreements[slug].documents
        if slug not in before.agreements:
            known = any(key in old.owner for key in documents)
            causes[slug] = "link" if known else "new agreement"
        elif documents.keys() - before.agreements[slug].documents.keys() & old.owner.keys():
            causes[slug] = "link"
        elif _contents(documents) != _contents(before.agreements[slug].documents):
            causes[slug] = "text"
        else:
            causes[slug] = "reading"
    return causes


def _contents(documents: Mapping[str, DocumentState]) -> dict[str, str]:
    return {key: document.sha256 for key, document in documents.items()}


def _new_agreements(before: State, now: State) -> Iterator[NewAgreement]:
    for slug, agreement in now.agreements.items():
        if slug not in before.agreements:
            yield NewAgreement(
                slug,
                agreement.name,
                agreement.legal_status,
                agreement.parties,
                tuple(agreement.documents),
                agreement.links,
            )


def _texts(
    before: State, now: State, old: _Texts, new: _Texts, switched: Mapping[str, tuple[list[str], str]]
) -> Iterator[TextChange]:
    """Texts of agreements that were stored before: revised, added, withdrawn, or current in place of another
    source's."""
    settled = set()
    for slug, (gone, key) in switched.items():
        settled |= {*gone, key}
        version = old.document[gone[0]].version
        yield TextChange(
            slug, now.agreements[slug].name, key, "leads", version, new.document[key].version, gone[0]
        )
    for key, document in new.document.items():
        if key in settled:
            continue
        slug = new.owner[key]
        name = now.agreements[slug].name
        earlier = old.document.get(key)
        if earlier is None:
            if slug in before.agreements:
                yield TextChange(slug, name, key, "added", None, document.version)
        elif earlier.sha256 != document.sha256:
            yield TextChange(slug, name, key, "revised", earlier.version, document.version)
    for key, document in old.document.items():
        slug = old.owner[key]
        # The text of an agreement merged into this one is not withdrawn: it stays stored beside the current one.
        was_current = key in before.agreements[slug].documents if slug in before.agreements else False
        if key not in new.document and slug in now.agreements and was_current and key not in settled:
            yield TextChange(slug, now.agreements[slug].name, key, "withdrawn", document.version, None)


def _facts(before: State, now: State, new: _Texts, joined: Mapping[str, str]) -> Iterator[FactChange]:
    for slug, agreement in now.agreements.items():
        earlier = before.agreements.get(slug)
        if earlier is not None:
            yield from _facts_of(slug, earlier, agreement)
    for slug, agreement in before.agreements.items():
        if slug not in now.agreements:
            owners = {new.owner[key] for key in agreement.documents if key in new.owner}
            owners |= {joined[slug]} if slug in joined else set()
            yield FactChange(slug, agreement.name, "gone", slug, ", ".join(sorted(owners)) or None)


def _facts_of(slug: str, before: AgreementState, now: AgreementState) -> Iterator[FactChange]:
    for fact, was, is_ in (
        ("name", before.name, now.name),
        ("legal status", before.legal_status, now.legal_status),
    ):
        if was != is_:
            yield FactChange(slug, now.name, fact, was, is_)
    # States of older versions have no dates to compare.
    for fact, day, new_day in zip(DATES, before.dates or (), now.dates or (), strict=False):
        if day != new_day:
            yield FactChange(slug, now.name, fact.replace("_", " "), day, new_day)
    for iso3 in sorted(set(now.parties) - set(before.parties)):
        yield FactChange(slug, now.name, "party joined", None, iso3)
    for iso3 in sorted(set(before.parties) - set(now.parties)):
        yield FactChange(slug, now.name, "party left", iso3, None)
    for kind, other in sorted(set(now.links) - set(before.links)):
        yield FactChange(slug, now.name, "link", None, f"{kind} {other}")
    for kind, other in sorted(set(before.links) - set(now.links)):
        yield FactChange(slug, now.name, "link", f"{kind} {other}", None)


def _provisions(
    before: State,
    now: State,
    old: _Texts,
    new: _Texts,
    causes: Mapping[str, str],
    switched: Mapping[str, tuple[list[str], str]],
) -> Iterator[ProvisionChange]:
    """Changes of provisions, agreement by agreement: first for the agreement as a whole, then article by article."""
    was, is_ = strongest_findings(before), strongest_findings(now)
    for slug in [*now.agreements, *(slug for slug in before.agreements if slug not in now.agreements)]:
        agreement = now.agreements.get(slug) or before.agreements[slug]
        name = agreement.name
        for provision in sorted(was.get(slug, {}).keys() | is_.get(slug, {}).keys()):
            earlier, later = was.get(slug, {}).get(provision), is_.get(slug, {}).get(provision)
            if earlier != later:
                yield ProvisionChange(
                    slug, name, provision, None, None, kind_of(earlier, later), earlier, later, causes[slug]
                )
        if slug not in now.agreements:
            continue
        for key in agreement.documents:
            if slug in switched and key == switched[slug][1]:
                yield from _other_articles(
                    slug, name, key, [old.document[gone] for gone in switched[slug][0]], new
                )
            else:
                first = slug in before.agreements and not before.agreements[slug].documents
                yield from _articles(slug, name, key, old, new, causes[slug], first)


def _articles(
    slug: str, name: str, key: str, old: _Texts, new: _Texts, cause: str, first: bool
) -> Iterator[ProvisionChange]:
    """Changes article by article within one text. `first`: only facts were known of the agreement before.

    A text added to a known agreement has no earlier version to compare its articles with; its effect on the agreement
    as a whole is reported with that.
    """
    earlier, document = old.document.get(key), new.document[key]
    if earlier is None and cause != "new agreement" and not first:
        return
    known = earlier.findings if earlier else {}
    if earlier is not None:
        cause = "reading" if earlier.sha256 == document.sha256 else "text"
    for provision in sorted(known.keys() | document.findings.keys()):
        for place, moved_from, before, now in _clauses(
            known.get(provision, {}), document.findings.get(provision, {})
        ):
            kind = "moved" if moved_from is not None else kind_of(before, now)
            yield ProvisionChange(slug, name, provision, place, key, kind, before, now, cause, moved_from)


def _other_articles(
    slug: str, name: str, key: str, earlier: list[DocumentState], new: _Texts
) -> Iterator[ProvisionChange]:
    """Differences between another source's text of the same agreement and the text that was current before."""
    document = new.document[key]
    provisions = {*document.findings, *(provision for one in earlier for provision in one.findings)}
    for provision in sorted(provisions):
        places: Places = {}
        for one in earlier:
            for place, marks in one.findings.get(provision, {}).items():
                places.setdefault(place, []).extend(marks)
        for place, before, now in _differing(places, document.findings.get(provision, {})):
            yield ProvisionChange(
                slug, name, provision, place, key, kind_of(before, now), before, now, "source"
            )


def _differing(before: Places, now: Places) -> Iterator[tuple[str, str | None, str | None]]:
    """(place, mark before, mark now) of the clauses in which two sources' texts differ.

    Sources print numbers and chapters differently, so articles are paired by their bare numbers. A clause of the same
    strength at a number that the other source does not have counts as the same clause.
    """
    was, is_ = _by_bare_number(before), _by_bare_number(now)
    gone: list[tuple[str, str]] = []
    come: list[tuple[str, str]] = []
    for number in [*is_, *(number for number in was if number not in is_)]:
        (place, marks), (other, others) = was.get(number, ("", [])), is_.get(number, ("", []))
        lost = sorted((Counter(marks) - Counter(others)).elements(), key=mark_rank, reverse=True)
        won = sorted((Counter(others) - Counter(marks)).elements(), key=mark_rank, reverse=True)
        for one, another in zip(lost, won, strict=False):
            yield other, one, another
        gone += [(place, mark) for mark in lost[len(won) :]]
        come += [(other, mark) for mark in won[len(lost) :]]
    for place, mark in come:
        same = next((pair for pair in gone if pair[1] == mark), None)
        if same is None:
            yield place, None, mark
        else:
            gone.remove(same)
    for place, mark in gone:
        yield place, mark, None


def _by_bare_number(places: Places) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for place, marks in places.items():
        found.setdefault(plain_number(place.rpartition(", ")[2]), (place, []))[1].extend(marks)
    return found


def _clauses(before: Places, now: Places) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """(place, place it moved from, mark before, mark now) of every clause that changed."""
    gone: list[tuple[str, str]] = []
    come: list[tuple[str, str]] = []
    for place in [*now, *(place for place in before if place not in now)]:
        was, is_ = Counter(before.get(place, ())), Counter(now.get(place, ()))
        lost = sorted((was - is_).elements(), key=mark_rank, reverse=True)
        won = sorted((is_ - was).elements(), key=mark_rank, reverse=True)
        for one, other in zip(lost, won, strict=False):
            yield place, None, one, other
        gone += [(place, mark) for mark in lost[len(won) :]]
        come += [(place, mark) for mark in won[len(lost) :]]
    for place, mark in come:
        # Articles are renumbered when one is inserted before them: the clause moved, it is not a new one.
        origin = next((pair for pair in gone if pair[1] == mark), None)
        if origin is not None:
            gone.remove(origin)
            yield place, origin[0], mark, mark
        else:
            yield place, None, None, mark
    for place, mark in gone:
        yield place, None, mark, None
