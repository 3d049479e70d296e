"""The applicable exceptions in words: by what a Party may depart from an article's rules, here or elsewhere in the
agreement."""

from collections.abc import Iterable

from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import article_name, provision_name
from dashboard.parts.notes import note_name
from dashboard.parts.replaced import replaced_note
from tracker.queries import (
    AgreementHeader,
    ApplicableExceptions,
    ArticleRef,
    agreement_outline,
    applicable_exceptions,
)


def exceptions_of(
    messages: Messages, header: AgreementHeader, article_id: int, provision: str | None = None
) -> Markup | None:
    """The applicable exceptions of one article's rules, or of its rule on one provision; None where none are read."""
    applicable_rows = [
        applicable
        for applicable in ask(applicable_exceptions, agreement=header.slug)
        if applicable.article.article_id == article_id and provision in (None, applicable.provision)
    ]
    if not applicable_rows:
        return None
    return tag(
        "section",
        tag("h3" if provision is None else "h4", messages.say("agreement.exceptions")),
        *(_applicable(messages, header, applicable) for applicable in applicable_rows),
        class_="applicable-exceptions",
    )


def _applicable(messages: Messages, header: AgreementHeader, applicable: ApplicableExceptions) -> Markup:
    lines: list[Child] = []
    if applicable.nothing:
        complete = not header.missing
        known = "whatsoever" if applicable.none_whatsoever and complete else "none"
        lines.append(messages.say(f"agreement.exceptions_{known}"))
        lines += _proof(messages, header, applicable, complete=complete)
    elif applicable.in_article:
        kinds = [note_name(messages, f"exception:{kind}") for kind in applicable.kinds]
        lines.append(
            messages.say("agreement.exceptions_here", kinds=", ".join(kinds) or messages.say("exception.yes"))
        )
    else:
        lines.append(messages.say("agreement.exceptions_not_here"))
    if applicable.limits:
        limits = [note_name(messages, f"scope:{limit}") for limit in applicable.limits]
        lines.append(messages.say("agreement.limits", limits=", ".join(limits)))
    lines += _elsewhere(messages, header, applicable)
    lines += [
        join(
            [
                woven(
                    messages.template("agreement.no_disputes"), article=_article(messages, header, article)
                ),
                _replaced(messages, header, article),
            ]
        )
        for article in applicable.no_disputes
    ]
    return join(
        [
            tag("p", provision_name(messages, applicable.provision), class_="found-name"),
            tag("ul", *(tag("li", line) for line in lines)),
        ]
    )


def _proof(
    messages: Messages, header: AgreementHeader, applicable: ApplicableExceptions, *, complete: bool
) -> Iterable[Markup | str]:
    """What was read to say that there is no exception, and whether the text is complete."""
    if applicable.not_reaching:
        articles = [_article(messages, header, article) for article in applicable.not_reaching]
        yield woven(messages.template("agreement.exceptions_read"), articles=join(articles, ", "))
    if not complete:
        yield messages.say("agreement.exceptions_incomplete")
    elif applicable.none_whatsoever:
        own = applicable.article
        chapters = [
            [row for row in chapter.articles if row.article.document_id == own.document_id]
            for chapter in ask(agreement_outline, header.slug)
        ]
        beside = next(
            (rows for rows in chapters if any(row.article.article_id == own.article_id for row in rows)), []
        )
        yield messages.say(
            "agreement.exceptions_proof", chapter=max(0, len(beside) - 1), text=sum(map(len, chapters))
        )


def _article(messages: Messages, header: AgreementHeader, article: ArticleRef) -> Markup:
    name = article_name(messages, article)
    return page_link("agreement", name, agreement=header.slug, article=article.link)


def _elsewhere(
    messages: Messages, header: AgreementHeader, applicable: ApplicableExceptions
) -> Iterable[Markup]:
    for other in applicable.elsewhere:
        link = _article(messages, header, other.article)
        name = provision_name(messages, other.provision)
        reach = messages.say(f"reach.{other.reach}")
        said = woven(
            messages.template("agreement.exceptions_elsewhere"), article=link, provision=name, reach=reach
        )
        yield join([said, _replaced(messages, header, other.article)])


def _replaced(messages: Messages, header: AgreementHeader, article: ArticleRef) -> Markup | None:
    """What replaces an article that is named here, and for whom; None where it counts for all."""
    rows = (row for chapter in ask(agreement_outline, header.slug) for row in chapter.articles)
    found = next((row for row in rows if row.article.article_id == article.article_id), None)
    return replaced_note(messages, header, found.replaced) if found is not None else None
