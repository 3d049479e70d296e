"""The words for a change of a provision: strength and exception, where it stands, whom it reaches, how it is known."""

from collections.abc import Sequence

from tracker.nightly.changes import ProvisionChange
from tracker.nightly.language import Words
from tracker.nightly.marks import mark_words
from tracker.nightly.names import parties_named, place_name, title_of
from tracker.queries.core.template_facts import template_facts

_BASES = ("incorporated", "coded", "reported")
"""How a clause may be known that was not read here."""


def provision_words(
    words: Words, row: ProvisionChange, *, first: bool = False, say_basis: bool = True
) -> str:
    """What happened to a provision, with its place where it is about one article, and whom the clause reaches and binds
    where not all. `first`: nothing was known of the agreement's clauses before, so that it goes without saying that it
    appeared. Without `say_basis` how it is known has been said."""
    new = row.kind == "appeared" and (first or row.cause == "new agreement")
    said = mark_words(row.now, row.provision, words.language) if new else _change(words, row)
    limits = _limits(words, row, say_basis)
    if row.article is None:
        return (said if new else words.say("change.of_agreement", change=said)) + limits
    return words.named(_place(words, row.article, row.basis), said + limits)


def change_words(words: Words, kind: str, before: str | None, now: str | None, provision: str) -> str:
    """ "appeared (hard)", "disappeared (was soft)", "changed (soft → hard)"."""
    was, is_ = (mark_words(mark, provision, words.language) for mark in (before, now))
    return words.say(f"change.{kind}", before=was, now=is_)


def _change(words: Words, row: ProvisionChange) -> str:
    if row.moved_from is None:
        return change_words(words, row.kind, row.before, row.now, row.provision)
    is_ = mark_words(row.now, row.provision, words.language)
    return words.say("change.moved", now=is_, place=place_name(words, row.moved_from))


def more_articles(words: Words, said: str, more: int) -> str:
    """The words for the strongest article, and in how many more there is the same."""
    return words.count("more_articles", more, words=said) if more else said


def folded_words(words: Words, rows: Sequence[ProvisionChange], *, first: bool = False) -> str:
    """A provision of the structure or of the exceptions: its title, what happened, and in how many articles."""
    articles = [row for row in rows if row.article is not None]
    new = first or all(row.cause == "new agreement" for row in rows)
    kinds = () if new else dict.fromkeys(row.kind for row in articles or rows)
    notes = [words.say(f"kind.{kind}") for kind in kinds]
    if len(articles) == 1:
        notes.append(_place(words, articles[0].article or "", articles[0].basis))
    elif articles:
        notes.append(words.count("articles", len(articles)))
    return title_of(words, rows[0].provision) + (f" ({', '.join(notes)})" if notes else "")


def _place(words: Words, article: str, basis: str) -> str:
    """The citation of an article; those that were coded or reported may have a bare number, or none."""
    if not article:
        return words.say("place.not_named" if basis in ("coded", "reported") else "place.unnumbered")
    cited = place_name(words, article)
    return words.say("place.numbered", number=cited) if cited[:1].isdigit() else cited


def _limits(words: Words, row: ProvisionChange, say_basis: bool) -> str:
    """What keeps a clause from being a proven rule for all: sector, parties bound, basis, doubt."""
    sectoral = template_facts().provision(row.provision).sectoral
    parts = []
    if row.scope and not sectoral:
        parts.append(words.say(f"limit.{row.scope if row.scope in ('telecoms', 'financial') else 'sector'}"))
    if row.bound:
        parts.append(words.say("limit.bound", names=parties_named(words, row.bound)))
    if say_basis and row.basis in _BASES and row.now is not None:
        parts.append(words.say(f"limit.{row.basis}"))
    if row.uncertain:
        parts.append(words.say("limit.uncertain"))
    return f" [{words.listed(parts)}]" if parts else ""
