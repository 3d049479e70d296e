"""The words for each change, as plain text, shared by all formats of the digest."""

from collections.abc import Sequence
from datetime import date

from tracker.errors import BadInput
from tracker.nightly.changes import (
    AgreementNews,
    Closing,
    CountryChange,
    FactChange,
    GivenUpArticles,
    NewAgreement,
    ProvisionChange,
    TextChange,
)
from tracker.nightly.marks import is_stricter, mark_words
from tracker.parties import country_name
from tracker.parties.groups import groups, is_group_code
from tracker.queries.core.citation import cited_place
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts
from tracker.queries.country.policies import policy_facts

_TEXT_KINDS = {
    "revised": "revised",
    "added": "text added",
    "withdrawn": "text withdrawn",
    "leads": "another source's text is shown now",
}
_REGISTRY = "registry/"
_KNOWN_BY = {
    "/reported": "reports of public sources",
    "/coded": "articles coded by hand",
    "": "articles taken over from another agreement",
}
"""How an agreement is known by a text of the registry, by the end of its key."""

_REGISTRY_KINDS = {
    "revised": "{words}: others than before",
    "added": "{words} are here now",
    "withdrawn": "{words} are no longer here",
    "leads": "{words} are shown now",
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
    "not_known": "whether open before is not known",
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
        *([_countries_named(row.parties)] if row.parties else []),
        status_words(row.legal_status),
        *(f"{kind} {other}" for kind, other in row.links),
        _text_source(row.texts),
    ]
    return "; ".join(parts)


def _text_source(texts: Sequence[str]) -> str:
    """Where its words are from, or by what else it is known."""
    read = [key for key in texts if not key.startswith(_REGISTRY)]
    others = dict.fromkeys(_known_by(key) for key in texts if key.startswith(_REGISTRY))
    parts = [*([f"text from {', '.join(read)}"] if read else []), *(f"known by {words}" for words in others)]
    return "; ".join(parts) or "facts only, no text here"


def by_registry(texts: Sequence[str]) -> bool:
    """Whether all that is known of an agreement's clauses is the registry's: how, is said once."""
    return bool(texts) and all(key.startswith(_REGISTRY) for key in texts)


def _known_by(key: str) -> str:
    return next(words for ending, words in _KNOWN_BY.items() if key.endswith(ending))


def text_words(row: TextChange) -> str:
    """What happened to a text, or to what else an agreement is known by."""
    if row.text.startswith(_REGISTRY):
        return _REGISTRY_KINDS.get(row.kind, "{words}").format(words=_known_by(row.text))
    if row.kind == "added":
        return f"{_TEXT_KINDS[row.kind]} ({row.text})"
    versions = [version for version in (row.version_before, row.version_now) if version is not None]
    which = " → ".join(str(version) for version in versions)
    instead = f" instead of {row.instead_of}" if row.instead_of else ""
    return f"{_TEXT_KINDS.get(row.kind, row.kind)} ({row.text}{instead}, version {which})"


def facts_words(rows: Sequence[FactChange]) -> list[str]:
    """Which facts changed how; parties that came or went in one sentence each."""
    said: dict[str, list[FactChange]] = {}
    for row in rows:
        party = row.fact in ("party joined", "party left")
        said.setdefault(row.fact if party else fact_words(row), []).append(row)
    return [
        f"{words}: {'; '.join(country_of(row.now or row.before or '') for row in own)}"
        if words in ("party joined", "party left") and len(own) > 1
        else fact_words(own[0])
        for words, own in said.items()
    ]


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


def provision_words(row: ProvisionChange, *, first: bool = False, say_basis: bool = True) -> str:
    """What happened to a provision, with its place where it is about one article, and whom the clause reaches and binds
    where not all. `first`: nothing was known of the agreement's clauses before, so that it goes without saying that it
    appeared. Without `say_basis` how it is known has been said."""
    new = row.kind == "appeared" and (first or row.cause == "new agreement")
    words = (
        mark_words(row.now, row.provision)
        if new
        else change_words(row.kind, row.before, row.now, row.provision)
    )
    limits = _limits(row, say_basis)
    if row.article is None:
        return f"{words if new else f'the strictest clause of the agreement {words}'}{limits}"
    place = _place(row.article, row.basis)
    moved = f" from {cited_place(row.moved_from)}" if row.moved_from is not None else ""
    return f"{place}: {words}{moved}{limits}"


def _place(article: str, basis: str) -> str:
    """The citation of an article; those that were coded or reported may have a bare number, or none."""
    if not article:
        return "article not named" if basis in ("coded", "reported") else "unnumbered part"
    cited = cited_place(article)
    return f"Article {cited}" if cited[:1].isdigit() else cited


def _limits(row: ProvisionChange, say_basis: bool) -> str:
    """What keeps a clause from being a proven rule for all: sector, parties bound, basis, doubt."""
    sectoral = template_facts().provision(row.provision).sectoral
    parts = [_SECTORS.get(row.scope, "one sector only")] if row.scope and not sectoral else []
    parts += [f"binds {_named([party_name(code) for code in row.bound])} only"] if row.bound else []
    known = say_basis and row.basis in _BASES and row.now is not None
    parts += [_BASES[row.basis]] if known else []
    parts += ["uncertain: to be read by a person"] if row.uncertain else []
    return f" [{'; '.join(parts)}]" if parts else ""


def folded_words(rows: Sequence[ProvisionChange], *, first: bool = False) -> str:
    """A provision of the structure or of the exceptions: its title, what happened, and in how many articles."""
    articles = [row for row in rows if row.article is not None]
    new = first or all(row.cause == "new agreement" for row in rows)
    kinds = "" if new else ", ".join(dict.fromkeys(row.kind for row in articles or rows))
    place = f"{len(articles):,} articles" if len(articles) > 1 else ""
    place = _place(articles[0].article or "", articles[0].basis) if len(articles) == 1 else place
    notes = ", ".join(part for part in (kinds, place) if part)
    return title_of(rows[0].provision) + (f" ({notes})" if notes else "")


def change_words(kind: str, before: str | None, now: str | None, provision: str) -> str:
    """ "appeared (hard)", "disappeared (was soft)", "changed (soft → hard)", "moved (hard)"."""
    was, is_ = mark_words(before, provision), mark_words(now, provision)
    if kind == "changed":
        return f"changed ({was} → {is_})"
    return f"disappeared (was {was})" if kind == "disappeared" else f"{kind} ({is_})"


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
        sentences.append(f"{verb} {titles} for {_countries_named(countries)} ({_BEFORE[before]})")
    return sentences


def nothing_closed_words(news: AgreementNews) -> str | None:
    """That an agreement closes nothing more, where that is known: it binds nobody, or was read in full and leaves what
    countries can do as it was. None where that cannot be said."""
    if news.legal_status == "signed":
        return "It is not known to be in force, and closes nothing until it is"
    known = news.legal_status == "in_force" and news.compared and news.reading in ("read", "coded")
    return "Closes or restricts nothing more than before" if known and not news.closings else None


def group_of(countries: Sequence[str]) -> str | None:
    """The name of the group whose members today these are, with their number; None where there is no such group."""
    today, wanted = date.today(), set(countries)
    for one in groups().values():
        if len(wanted) > 1 and set(one.members(today)) == wanted:
            return f"{one.name} ({len(wanted)} members)"
    return None


def countries_heading(countries: Sequence[str]) -> str:
    """Countries by name and code, or the group that they are."""
    return group_of(countries) or ", ".join(country_of(iso3) for iso3 in countries)


def party_name(code: str) -> str:
    """A country's or a group's name."""
    return groups()[code].name if is_group_code(code) else plain_country(code)


def _countries_named(countries: Sequence[str]) -> str:
    """Countries by name, or the group that they are; of many the first ones and how many more."""
    return group_of(countries) or _named([plain_country(iso3) for iso3 in countries])


def _named(names: Sequence[str]) -> str:
    """Names; of many the first ones and how many more."""
    shown = names[:_NAMED]
    more = len(names) - len(shown)
    return f"{'; '.join(shown)}{f' and {more:,} more' if more else ''}"


def unread_words(reading: str, has_text: bool) -> str | None:
    """What is not known because the text was not read in full; None where it was."""
    if not has_text:
        return "Its text was not read: what it closes is not known"
    return _UNREAD.get(reading)


def country_words(rows: Sequence[CountryChange]) -> str:
    """What one agreement changed for a country: provisions by what happened, and where that is known to be stricter or
    weaker than anything known that it signed before. Exceptions and structure stand with the agreement."""
    facts = template_facts()
    ordered = sorted(rows, key=lambda row: facts.provision(row.provision).order)
    rules = [row for row in ordered if facts.provision(row.provision).group in TEMPLATE_GROUPS]
    kinds = {row.kind for row in rules}
    if not rules:
        when = {"appeared": "now", "disappeared": "no longer"}
        found = {when.get(row.kind, "changed") for row in ordered}
        titles = ", ".join(title_of(row.provision) for row in ordered)
        parts = [f"{' and '.join(sorted(found))}, exceptions or definitions only: {titles}"]
    elif kinds == {"appeared"}:
        # Its clauses stand with the agreement.
        new = all(row.cause == "new agreement" for row in rules)
        parts = [f"{'new, with' if new else 'now'} {_counted(rules, [row.now for row in rules])}"]
    elif kinds == {"disappeared"}:
        parts = [f"no longer: {_counted(rules, [row.before for row in rules])}"]
    else:
        by_change: dict[str, list[str]] = {}
        for row in rules:
            words = change_words(row.kind, row.before, row.now, row.provision)
            by_change.setdefault(words, []).append(title_of(row.provision))
        parts = [f"{words}: {', '.join(titles)}" for words, titles in by_change.items()]
    for words, beyond in (
        (
            "stricter than anything known that it signed before",
            [row for row in rules if is_stricter(row.overall_now, row.overall_before, row.provision)],
        ),
        (
            "weaker now over all that is known that it signed",
            [row for row in rules if is_stricter(row.overall_before, row.overall_now, row.provision)],
        ),
    ):
        if beyond:
            parts.append(f"{words}: {', '.join(map(_overall_words, beyond))}")
    return "; ".join(parts)


def _counted(rows: Sequence[CountryChange], marks: Sequence[str | None]) -> str:
    """How many provisions, and how many of them are certain and hard for every sector."""
    hard = sum(
        row.proven and mark is not None and mark[0] == "h" for row, mark in zip(rows, marks, strict=True)
    )
    noun = "provision" if len(rows) == 1 else "provisions"
    unknown = any(
        mark is not None and mark[0] == "n" and template_facts().provision(row.provision).has_strength
        for row, mark in zip(rows, marks, strict=True)
    )
    many = (
        f"at least {hard:,}" if unknown and hard else "none known to be" if unknown else f"{hard:,} of them"
    )
    return f"{len(rows):,} {noun}, {many} hard for every sector"


def _overall_words(row: CountryChange) -> str:
    was, is_ = (
        "nothing found" if mark is None else mark_words(mark, row.provision)
        for mark in (row.overall_before, row.overall_now)
    )
    return f"{title_of(row.provision)} ({was} → {is_})"
