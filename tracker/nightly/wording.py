"""The words for each change, as plain text, shared by all formats of the digest."""

from tracker.errors import BadInput
from tracker.nightly.changes import CountryChange, FactChange, NewAgreement, ProvisionChange, TextChange
from tracker.nightly.marks import mark_words
from tracker.parties import country_name
from tracker.queries.core.template_facts import template_facts

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

OTHER_RULES = (
    "Template or matcher changed since the night compared with: clauses under “Read otherwise” stand in texts"
    " that are what they were."
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


def status_words(legal_status: str) -> str:
    """A legal status in words."""
    return _STATUSES.get(legal_status, legal_status.replace("_", " "))


def new_agreement_words(row: NewAgreement) -> str:
    """The words for a new agreement, after its name."""
    parts = [
        status_words(row.legal_status),
        *([", ".join(row.parties)] if row.parties else []),
        *(f"{kind} {other}" for kind, other in row.links),
        *([f"from {', '.join(row.texts)}"] if row.texts else ["facts only, text not held"]),
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
    """What happened to a provision, with its place where it is about one article."""
    words = change_words(row.kind, row.before, row.now)
    if row.article is None:
        return f"in the agreement as a whole {words}"
    place = row.article or "unnumbered part"
    return f"{place}: {words}{f' from {row.moved_from}' if row.moved_from is not None else ''}"


def change_words(kind: str, before: str | None, now: str | None) -> str:
    """ "appeared (hard)", "disappeared (was soft)", "changed (soft → hard)", "moved (hard)"."""
    if kind == "changed":
        return f"changed ({mark_words(before)} → {mark_words(now)})"
    return (
        f"disappeared (was {mark_words(before)})" if kind == "disappeared" else f"{kind} ({mark_words(now)})"
    )


def country_words(row: CountryChange) -> str:
    """The same for a country, and the change in the strongest mark over all it has signed."""
    overall = (
        f"strongest over all it signed: {mark_words(row.overall_before)} → {mark_words(row.overall_now)}"
        if row.overall_before != row.overall_now
        else f"strongest over all it signed stays {mark_words(row.overall_now)}"
    )
    return f"{change_words(row.kind, row.before, row.now)} in {row.name}; {overall}"
