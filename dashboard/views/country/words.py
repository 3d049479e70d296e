"""The words of clauses on the Country page: whole paragraphs with the evidence marked."""

from collections.abc import Iterable, Mapping

from dashboard.parts.evidence import Span, excerpts, highlighted
from dashboard.parts.facts import ask
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.reach import bound_words
from tracker.queries import WHOLE_CHARACTERS, ClauseWording, CommitmentArticle, PolicyGround, clause_words

Words = Mapping[tuple[str, int], ClauseWording]
"""Wordings by provision and id of the article; what is not stored as text is not in it."""


def asked_words(clauses: Iterable[tuple[str, PolicyGround | CommitmentArticle]]) -> Words:
    """The words of clauses, each given with the code of its provision; of one that has an exception, or may
    have one, the whole article."""
    wanted, excepted = set(), set()
    for provision, clause in clauses:
        key = (provision, clause.article.article_id)
        wanted.add(key)
        if clause.exception is not False:
            excepted.add(key)
    return ask(clause_words, tuple(sorted(wanted)), tuple(sorted(excepted)))


def quoted(messages: Messages, words: Words, provision: str, article_id: int, strength: str) -> Markup:
    """The paragraphs of the clause with the evidence marked; that its words are not here, where they are not."""
    wording = words.get((provision, article_id))
    if wording is None or wording.text is None:
        return tag("p", messages.say("country.no_words"), class_="quiet")
    title = provision_name(messages, provision)
    spans = [Span(start, end, strength, title) for start, end in wording.marks]
    whole = len(wording.text) <= WHOLE_CHARACTERS and spans
    text = (
        tag("p", highlighted(wording.text, spans), class_="full-text")
        if whole
        else excerpts(messages, wording.text, spans) or highlighted(wording.text, ())
    )
    return tag("blockquote", text, lang=wording.language)


def reach_words(messages: Messages, clause: PolicyGround | CommitmentArticle) -> str:
    """Which sectors a rule reaches and whom it binds, said also where it is everybody; "" where neither was read."""
    if clause.scope is None:
        return ""
    scope = messages.say(f"scope.{clause.scope}")
    bound = bound_words(messages, clause.bound) or messages.say("country.binds_all")
    return messages.say("country.reach", scope=scope, bound=bound)
