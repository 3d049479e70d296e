"""The words for each agreement, text, fact and policy in a language of the digest, shared by all its formats."""

from collections.abc import Sequence
from datetime import date

from tracker.nightly.changes import (
    AgreementNews,
    Closing,
    FactChange,
    GivenUpArticles,
    NewAgreement,
    Opening,
    TextChange,
)
from tracker.nightly.language import Words
from tracker.nightly.names import countries_named, country_of, place_name, policy_titles, titles_of
from tracker.plausibility import Remark

_REGISTRY = "registry/"
_KNOWN_BY = {"/reported": "reported", "/coded": "coded", "": "incorporated"}
"""How an agreement is known by a text of the registry, by the end of its key."""

_PARTIES = {"party joined": "party_joined", "party left": "party_left"}
_ENDED = ("inactive", "never_took_effect")
_PLACES_SAID = 4
"""Places of a remark that are named; its figures count all."""


def status_words(words: Words, legal_status: str) -> str:
    """A legal status in words."""
    key = f"status.{legal_status}"
    return words.say(key) if words.has(key) else legal_status.replace("_", " ")


def new_agreement_words(words: Words, row: NewAgreement) -> str:
    """Who and in which state, after its name; the agreements it belongs to, and where its text is from."""
    parts = [
        *([countries_named(words, row.parties)] if row.parties else []),
        status_words(words, row.legal_status),
        *(_link(words, kind, other) for kind, other in row.links),
        _text_source(words, row.texts),
    ]
    return words.listed(parts)


def _link(words: Words, kind: str, other: str) -> str:
    return words.say(f"link.{kind if words.has(f'link.{kind}') else 'other'}", kind=kind, other=other)


def _text_source(words: Words, texts: Sequence[str]) -> str:
    """Where its words are from, or by what else it is known."""
    read = [key for key in texts if not key.startswith(_REGISTRY)]
    others = dict.fromkeys(_known_by(words, key) for key in texts if key.startswith(_REGISTRY))
    parts = [words.say("source.text", names=", ".join(read))] if read else []
    parts += [words.say("source.known", what=what) for what in others]
    return words.listed(parts) or words.say("source.facts_only")


def by_registry(texts: Sequence[str]) -> bool:
    """Whether all that is known of an agreement's clauses is the registry's: how, is said once."""
    return bool(texts) and all(key.startswith(_REGISTRY) for key in texts)


def _known_by(words: Words, key: str) -> str:
    known = next(name for ending, name in _KNOWN_BY.items() if key.endswith(ending))
    return words.say(f"known_by.{known}")


def text_words(words: Words, row: TextChange) -> str:
    """What happened to a text, or to what else an agreement is known by."""
    if row.text.startswith(_REGISTRY):
        return words.say(f"registry.{row.kind}", what=_known_by(words, row.text))
    versions = [str(version) for version in (row.version_before, row.version_now) if version is not None]
    return words.say(
        f"text.{row.kind}", text=row.text, instead_of=row.instead_of, version=" → ".join(versions)
    )


def facts_words(words: Words, rows: Sequence[FactChange]) -> list[str]:
    """Which facts changed how; parties that came or went in one sentence each."""
    said: dict[str, list[FactChange]] = {}
    for row in rows:
        said.setdefault(row.fact if row.fact in _PARTIES else _fact(words, row), []).append(row)
    return [_came_or_went(words, _PARTIES[key], own) if key in _PARTIES else key for key, own in said.items()]


def _came_or_went(words: Words, key: str, rows: Sequence[FactChange]) -> str:
    names = words.listed([country_of(words, row.now or row.before or "") for row in rows])
    return words.count(f"fact.{key}", len(rows), names=names)


def _fact(words: Words, row: FactChange) -> str:
    """Which fact changed how; not for parties that came or went."""
    if row.fact == "gone":
        return words.say("fact.gone_into", other=row.now) if row.now else words.say("fact.gone")
    if row.fact == "link":
        kind, _, other = (row.now or row.before or "").partition(" ")
        return words.say("fact.link_new" if row.now else "fact.link_gone", link=_link(words, kind, other))
    before, now = (_fact_value(words, row.fact, value) for value in (row.before, row.now))
    label = words.say(f"fact.{row.fact.replace(' ', '_')}")
    return words.say("fact.changed", fact=label, before=before, now=now)


def _fact_value(words: Words, fact: str, value: str | None) -> str:
    if not value:
        return words.say("none")
    if fact == "legal status":
        return status_words(words, value)
    return day_words(words, value) if fact.startswith("date ") else value


def day_words(words: Words, value: str) -> str:
    """A stored day (YYYY-MM-DD) as the language writes it; what is no day as it stands."""
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return value


def given_up_words(words: Words, row: GivenUpArticles) -> str:
    """The articles of a text that were given up, by their citations."""
    cited = [
        place_name(words, place) if place else words.say("place.article_unnumbered") for place in row.articles
    ]
    return words.say("place.text", places=words.listed(cited), text=row.text)


def remark_words(words: Words, remark: Remark) -> str:
    """What looks wrong in a text, with some of its places."""
    share = words.say("percent", n=round(100 * remark.count / remark.of)) if remark.of else ""
    said = words.count(f"remark.{remark.kind}", remark.count, of=remark.of, share=share)
    if not remark.where:
        return said
    places = [_remark_place(words, place) for place in remark.where[:_PLACES_SAID]]
    more = ["..."] if len(remark.where) > _PLACES_SAID else []
    return words.say("remark.at", words=said, places=", ".join([*places, *more]))


def _remark_place(words: Words, place: str) -> str:
    """A place as printed; "after" and "before" a number are words of ours."""
    key, _, printed = place.partition(" ")
    return (
        words.say(f"remark.{key}", place=place_name(words, printed)) if key in ("after", "before") else place
    )


def ends(facts: Sequence[FactChange]) -> bool:
    """Whether these changes of facts end an agreement, for all or for a party."""
    return any(
        row.fact == "party left" or (row.fact == "legal status" and row.now in _ENDED) for row in facts
    )


def meaning_words(
    words: Words, news: AgreementNews, *, has_text: bool, brought: bool, ended: bool = False
) -> list[str]:
    """What an agreement closes and opens for whom, what is stricter than the reference, and what is not known.
    `brought`: the night brought clauses of it; `ended`: it ended, for all or for a party."""
    sentences = [*closing_words(words, news.closings), *opening_words(words, news.openings or ())]
    if ended and (nothing := _nothing_opened(words, news)):
        sentences.append(nothing)
    if news.stricter and news.reference:
        titles = titles_of(words, news.stricter)
        sentences.append(words.say("stricter", reference=news.reference, titles=titles))
    if brought and (nothing := _nothing_closed(words, news)):
        sentences.append(nothing)
    unread = _unread(words, news, has_text)
    return [*sentences, unread] if unread else sentences


def closing_words(words: Words, closings: Sequence[Closing]) -> list[str]:
    """What an agreement closes and restricts, the gravest first, each for whom and what it was before: "Closes “Keep
    data and servers at home” for Viet Nam (open before)"."""
    alike: dict[tuple[bool, bool, str, str | None, tuple[str, ...]], list[str]] = {}
    for one in closings:
        key = (one.state != "closed", one.before != "open", one.state, one.before, one.countries)
        alike.setdefault(key, []).append(one.policy)
    return [
        words.say(
            f"closing.{state}",
            policies=policy_titles(words, policies),
            countries=countries_named(words, countries),
            before=words.count(f"before.{before or 'not_stored'}", len(policies)),
        )
        for (*_, state, before, countries), policies in sorted(alike.items(), key=lambda row: row[0][:2])
    ]


def opening_words(words: Words, openings: Sequence[Opening]) -> list[str]:
    """What an agreement no longer closes or restricts, for whom: what is open now, what is as far as is known, what is
    only restricted, what other agreements keep closed, and what is not known."""
    alike: dict[tuple[int, str, tuple[str, ...]], list[str]] = {}
    for one in openings:
        alike.setdefault((*_opened(one), one.countries), []).append(one.policy)
    return [
        words.count(
            f"opening.{key}",
            len(policies),
            policies=policy_titles(words, policies),
            countries=countries_named(words, countries),
        )
        for (_place, key, countries), policies in sorted(alike.items(), key=lambda row: row[0][:2])
    ]


def _opened(one: Opening) -> tuple[int, str]:
    """The place of its sentence among the others, and which one it is."""
    if not one.known:
        return 4, f"lost_{one.before}"
    if one.now == one.before:
        return 3, f"stays_{one.before}"
    if one.now == "restricted":
        return 2, "loosened"
    return (0, f"open_{one.before}") if one.now == "open" else (1, f"no_longer_{one.before}")


def _nothing_opened(words: Words, news: AgreementNews) -> str | None:
    """That the end of an agreement opens nothing, where that is known, or that what it closed is not known."""
    if news.openings is None:
        return words.say("opening.not_stored")
    known = news.compared and news.reading in ("read", "coded")
    return words.say("opening.nothing") if known and not news.openings else None


def _nothing_closed(words: Words, news: AgreementNews) -> str | None:
    """That an agreement closes nothing more, where that is known: it binds nobody, or was read in full and leaves what
    countries can do as it was. None where that cannot be said."""
    if news.legal_status == "signed":
        return words.say("closing.not_in_force")
    known = news.legal_status == "in_force" and news.compared and news.reading in ("read", "coded")
    return words.say("closing.nothing") if known and not news.closings else None


def _unread(words: Words, news: AgreementNews, has_text: bool) -> str | None:
    """What is not known because the text was not read in full; None where it was."""
    if news.reading == "not_read" and news.legal_status == "inactive":
        return words.say("unread.ended")
    key = f"unread.{news.reading}" if has_text else "unread.no_text"
    return words.say(key) if words.has(key) else None
