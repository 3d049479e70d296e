"""The words for each change, as plain text, shared by all formats of the digest."""

from collections.abc import Sequence

from tracker.errors import BadInput
from tracker.nightly.changes import (
    Closing,
    CountryChange,
    FactChange,
    GivenUpArticles,
    NewAgreement,
    ProvisionChange,
    TextChange,
)
from tracker.nightly.marks import mark_rank, mark_words
from tracker.parties import country_name
from tracker.queries.core.citation import cited_place
from tracker.queries.core.template_facts import template_facts
from tracker.queries.country.policies import policy_facts

_TEXT_KINDS = {
    "revised": "revised",
    "added": "text added",
    "withdrawn": "text withdrawn",
    "leads": "another source's text is shown now",
}
_STATUSES = {
    "in_negotiation": "in negotiation",
    "draft_text": "draft",
    "signed": "signed",
    "in_force": "in force",
    "inactive": "no longer in force",
}
_SECTORS = {"telecoms": "telecoms only", "financial": "financial services only", "sector": "one sector only"}
_BASES = {
    "incorporated": "taken over from another agreement",
    "coded": "coded by hand from the official text",
    "reported": "reported by public sources, text not read",
}
_BEFORE = {
    "open": "open before",
    "restricted": "restricted before",
    "not_known": "before, it was not known whether it was open",
    None: "what it was before is not known, for no verdicts were stored then",
}
_UNREAD = {
    "not_read": "Its text was not read: what it closes is not known",
    "reported": "Its text was not read: only what public sources report of it is known",
    "partly_read": "Its text was read in part: what is not named here may be in the rest",
}
GROUP_NAMES = {"policy space": "Exceptions", "structure": "Structure"}
_NAMED = 6
"""Countries that are named one by one; of a group's members the rest are counted."""

OTHER_RULES = (
    "Template or matcher changed since the night compared with: clauses under “Read otherwise” are in texts"
    " that did not change."
)


GIVEN_UP = (
    "These articles took our rules too much time or memory: what they say is not known, and their agreements count as"
    " read in part until a person has read them."
)


def title_of(provision: str) -> str:
    """A provision's title."""
    return template_facts().provision(provision).title


def country_of(iso3: str) -> str:
    """A country's name and code."""
    try:
        return f"{country_name(iso3)} ({iso3})"
    except BadInput:
        return iso3


def plain_country(iso3: str) -> str:
    """A country's name alone."""
    try:
        return country_name(iso3)
    except BadInput:
        return iso3


def status_words(legal_status: str) -> str:
    """A legal status in words."""
    return _STATUSES.get(legal_status, legal_status.replace("_", " "))


def new_agreement_words(row: NewAgreement) -> str:
    """Who and in which state, after its name; the agreements it belongs to, and where its text is from."""
    parts = [
        *([_named(row.parties)] if row.parties else []),
        status_words(row.legal_status),
        *(f"{kind} {other}" for kind, other in row.links),
        *([f"text from {', '.join(row.texts)}"] if row.texts else ["facts only, no text here"]),
    ]
    return "; ".join(parts)


def text_words(row: TextChange) -> str:
    """What happened to a text."""
    versions = [version for version in (row.version_before, row.version_now) if version is not None]
    which = " → ".join(str(version) for version in versions)
    instead = f" instead of {row.instead_of}" if row.instead_of else ""
    return f"{_TEXT_KINDS.get(row.kind, row.kind)} ({row.text}{instead}, version {which})"


def fact_words(row: FactChange) -> str:
    """Which fact changed how."""
    if row.fact == "gone":
        return f"counts as the same agreement as {row.now} now" if row.now else "is no longer here"
    if row.fact in ("party joined", "party left"):
        return f"{row.fact}: {country_of(row.now or row.before or '')}"
    before, now = row.before, row.now
    if row.fact == "legal status":
        before, now = (status_words(value or "") for value in (before, now))
    return f"{row.fact}: {before or 'none'} → {now or 'none'}"


def provision_words(row: ProvisionChange) -> str:
    """What happened to a provision, with its place where it is about one article, and whom the clause reaches where it
    does not reach all."""
    new = row.cause == "new agreement" and row.kind == "appeared"
    words = mark_words(row.now) if new else change_words(row.kind, row.before, row.now)
    limits = _limits(row)
    if row.article is None:
        return f"in the agreement as a whole {words}{limits}"
    place = cited_place(row.article) or "unnumbered part"
    moved = f" from {cited_place(row.moved_from)}" if row.moved_from is not None else ""
    return f"{place}: {words}{moved}{limits}"


def _limits(row: ProvisionChange) -> str:
    """What keeps a clause from being a proven rule for all: sector, basis, doubt."""
    parts = [_SECTORS.get(row.scope, "one sector only")] if row.scope else []
    parts += [_BASES[row.basis]] if row.basis in _BASES and row.now is not None else []
    parts += ["uncertain: to be read by a person"] if row.uncertain else []
    return f" [{'; '.join(parts)}]" if parts else ""


def folded_words(rows: Sequence[ProvisionChange]) -> str:
    """A provision of the structure or of the exceptions: its title, what happened, and in how many articles."""
    articles = [row for row in rows if row.article is not None]
    new = all(row.cause == "new agreement" for row in rows)
    kinds = "" if new else ", ".join(dict.fromkeys(row.kind for row in articles or rows))
    place = f"{len(articles):,} articles" if len(articles) > 1 else ""
    place = cited_place(articles[0].article or "") if len(articles) == 1 else place
    notes = ", ".join(part for part in (kinds, place) if part)
    return title_of(rows[0].provision) + (f" ({notes})" if notes else "")


def change_words(kind: str, before: str | None, now: str | None) -> str:
    """ "appeared (hard)", "disappeared (was soft)", "changed (soft → hard)", "moved (hard)"."""
    if kind == "changed":
        return f"changed ({mark_words(before)} → {mark_words(now)})"
    return (
        f"disappeared (was {mark_words(before)})" if kind == "disappeared" else f"{kind} ({mark_words(now)})"
    )


def given_up_words(row: GivenUpArticles) -> str:
    """The articles of a text that were given up, by their citations."""
    cited = [cited_place(place) if place else "an article without a number" for place in row.articles]
    return f"{'; '.join(cited)} (text {row.text})"


def policy_title(code: str) -> str:
    """A policy's title."""
    return next((policy.title for policy in policy_facts() if policy.code == code), code)


def closing_words(closings: Sequence[Closing]) -> list[str]:
    """What an agreement closes and restricts, the gravest first, each for whom and what it was before: "Closes “Keep
    data and servers at home” for Viet Nam (open before)"."""
    alike: dict[tuple[bool, bool, str, str | None, tuple[str, ...]], list[str]] = {}
    for one in closings:
        key = (one.state != "closed", one.before != "open", one.state, one.before, one.countries)
        alike.setdefault(key, []).append(one.policy)
    order = {policy.code: position for position, policy in enumerate(policy_facts())}
    sentences = []
    for (*_, state, before, countries), policies in sorted(alike.items(), key=lambda row: row[0][:2]):
        titles = ", ".join(
            f"“{policy_title(code)}”"
            for code in sorted(policies, key=lambda code: order.get(code, len(order)))
        )
        verb = "Closes" if state == "closed" else "Restricts"
        sentences.append(f"{verb} {titles} for {_named(countries)} ({_BEFORE[before]})")
    return sentences


def _named(countries: Sequence[str]) -> str:
    """Countries by name; of many the first ones and how many more."""
    shown = [plain_country(iso3) for iso3 in countries[:_NAMED]]
    more = len(countries) - len(shown)
    return f"{'; '.join(shown)}{f' and {more:,} more' if more else ''}"


def unread_words(reading: str, has_text: bool) -> str | None:
    """What is not known because the text was not read in full; None where it was."""
    if not has_text:
        return "Its text was not read: what it closes is not known"
    return _UNREAD.get(reading)


def country_words(rows: Sequence[CountryChange]) -> str:
    """What one agreement changed for a country: provisions by what happened, and where that is stricter or weaker than
    anything that the country signed before."""
    facts = template_facts()
    ordered = sorted(rows, key=lambda row: facts.provision(row.provision).order)
    if all(row.cause == "new agreement" for row in rows):
        # Its clauses stand with the agreement.
        hard = sum(_strength(row.now) == "hard" for row in rows)
        parts = [
            f"new, with {len(rows):,} {'provision' if len(rows) == 1 else 'provisions'}, {hard:,} of them hard"
        ]
    else:
        by_change: dict[str, list[str]] = {}
        for row in ordered:
            by_change.setdefault(change_words(row.kind, row.before, row.now), []).append(
                title_of(row.provision)
            )
        parts = [f"{words}: {', '.join(titles)}" for words, titles in by_change.items()]
    for words, found in (
        (
            "stricter than all it signed before",
            [row for row in ordered if _rank(row.overall_now) > _rank(row.overall_before)],
        ),
        (
            "weaker over all it signed",
            [row for row in ordered if _rank(row.overall_now) < _rank(row.overall_before)],
        ),
    ):
        if found:
            marks = (
                f"{title_of(row.provision)} ({mark_words(row.overall_before)} → {mark_words(row.overall_now)})"
                for row in found
            )
            parts.append(f"{words}: {', '.join(marks)}")
    return "; ".join(parts)


def _strength(mark: str | None) -> str | None:
    return {"h": "hard", "s": "soft"}.get(mark[0]) if mark else None


def _rank(mark: str | None) -> int:
    return -1 if mark is None else mark_rank(mark)
