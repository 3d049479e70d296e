"""The words for what one agreement changed for a country."""

from collections.abc import Sequence

from tracker.nightly.changes import CountryChange
from tracker.nightly.clause_words import change_words
from tracker.nightly.language import Words
from tracker.nightly.marks import is_stricter, mark_words
from tracker.nightly.names import title_of, titles_of
from tracker.queries.core.template_facts import TEMPLATE_GROUPS, template_facts


def country_words(words: Words, rows: Sequence[CountryChange]) -> str:
    """What one agreement changed for a country: provisions by what happened, and where that is known to be stricter or
    weaker than anything known that it signed before. Exceptions and structure stand with the agreement."""
    facts = template_facts()
    ordered = sorted(rows, key=lambda row: facts.provision(row.provision).order)
    rules = [row for row in ordered if facts.provision(row.provision).group in TEMPLATE_GROUPS]
    parts = _rules(words, rules) if rules else [_exceptions(words, ordered)]
    return words.listed([*parts, *_beyond(words, rules)])


def _exceptions(words: Words, rows: Sequence[CountryChange]) -> str:
    when = {"appeared": "now", "disappeared": "no_longer"}
    found = sorted({when.get(row.kind, "changed") for row in rows})
    said = words.say("and").join(words.say(f"country.found.{one}") for one in found)
    return words.say("country.unruled", found=said, titles=titles_of(words, [row.provision for row in rows]))


def _rules(words: Words, rules: Sequence[CountryChange]) -> list[str]:
    kinds = {row.kind for row in rules}
    if kinds == {"appeared"}:
        # Its clauses stand with the agreement.
        key = "country.new" if all(row.cause == "new agreement" for row in rules) else "country.now"
        return [words.say(key, counted=_counted(words, rules, [row.now for row in rules]))]
    if kinds == {"disappeared"}:
        return [words.say("country.no_longer", counted=_counted(words, rules, [row.before for row in rules]))]
    by_change: dict[str, list[str]] = {}
    for row in rules:
        said = change_words(words, row.kind, row.before, row.now, row.provision)
        by_change.setdefault(said, []).append(row.provision)
    return [words.named(said, titles_of(words, codes)) for said, codes in by_change.items()]


def _beyond(words: Words, rules: Sequence[CountryChange]) -> list[str]:
    """What is stricter, or weaker now, than anything known that it signed."""
    stricter = [row for row in rules if is_stricter(row.overall_now, row.overall_before, row.provision)]
    weaker = [row for row in rules if is_stricter(row.overall_before, row.overall_now, row.provision)]
    return [
        words.say(f"country.{key}", provisions=", ".join(_overall(words, row) for row in found))
        for key, found in (("stricter", stricter), ("weaker", weaker))
        if found
    ]


def _counted(words: Words, rows: Sequence[CountryChange], marks: Sequence[str | None]) -> str:
    """How many provisions, and how many of them are certain and hard for every sector."""
    hard = sum(
        row.proven and mark is not None and mark[0] == "h" for row, mark in zip(rows, marks, strict=True)
    )
    unknown = any(
        mark is not None and mark[0] == "n" and template_facts().provision(row.provision).has_strength
        for row, mark in zip(rows, marks, strict=True)
    )
    if hard:
        many = words.count("country.hard_at_least" if unknown else "country.hard", hard)
    else:
        many = words.say("country.hard_unknown" if unknown else "country.hard_none")
    return words.count("country.provisions", len(rows), hard=many)


def _overall(words: Words, row: CountryChange) -> str:
    was, is_ = (
        words.say("nothing_found") if mark is None else mark_words(mark, row.provision, words.language)
        for mark in (row.overall_before, row.overall_now)
    )
    return words.say("country.overall", title=title_of(words, row.provision), before=was, now=is_)
