"""The Agreement page's origins: the earlier agreement with the most similar wording of each clause, side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.parts import layout
from dashboard.parts.chart_table import download
from dashboard.parts.facts import ask
from dashboard.parts.markup import Child, Markup, join, page_link, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import agreement_names, article_name, day, provision_name
from dashboard.parts.state import LinkState
from dashboard.views.agreement.reference import pair_card, percent
from tracker.queries import AgreementHeader, ClauseOrigin, StoredWording, agreement_list, clause_origins

MODELS = 3
"""Number of agreements named as those most often copied from."""

_COLUMNS = ("provision", "article", "model", "model_article", "signed_on", "similarity")

Names = Mapping[str, str]


def show_origins(messages: Messages, state: LinkState, header: AgreementHeader) -> None:
    """One row per provision; `clause` in the address names the provision whose clauses are shown with their models."""
    origins = ask(clause_origins, header.slug)
    layout.section(messages.say("origins.title"), messages.say("origins.intro"))
    if not origins:
        layout.notice(messages.say("origins.nothing"))
        return
    names = agreement_names(messages, ask(agreement_list))
    main = [origin for origin in origins if origin.main]
    chosen = state.one_of("clause", [origin.provision for origin in main], None)
    models = _models(messages, main, names)
    if models is not None:
        st.html(models)
    if chosen is not None:
        pairs = [origin for origin in origins if origin.provision == chosen]
        st.html(join(_pair(messages, header, origin, names) for origin in pairs))
    st.html(_table(messages, header, main, names))
    columns = [messages.say(f"origins.column_{name}") for name in _COLUMNS]
    rows = [_row(messages, origin, names) for origin in origins]
    download(messages, "origins", columns, rows, f"origins-{header.slug}.csv")


def _models(messages: Messages, main: Sequence[ClauseOrigin], names: Names) -> Markup | None:
    """The agreements most often found as the origin, in one sentence."""
    counted = Counter(origin.nearest.wording.slug for origin in main if origin.nearest)
    if not counted:
        return None
    links: list[Child] = [
        join([page_link("agreement", names[slug], agreement=slug), f" ({messages.number(number)})"])
        for slug, number in counted.most_common(MODELS)
    ]
    found = messages.say("origins.found", n=sum(counted.values()), of=len(main))
    return tag("p", found, " ", messages.say("origins.models"), " ", join(links, ", "))


def _pair(messages: Messages, header: AgreementHeader, origin: ClauseOrigin, names: Names) -> Markup:
    own = (header.slug, messages.say("reference.this_agreement"), origin.wording)
    article = article_name(messages, origin.wording.article)
    name = provision_name(messages, origin.provision)
    title = woven(messages.template("named"), name=article, words=name)
    near = origin.nearest
    if near is None:
        text = tag(
            "blockquote", tag("p", origin.wording.text, class_="full-text"), lang=origin.wording.language
        )
        none = tag("p", messages.say("origins.no_model"), class_="quiet")
        return tag("article", tag("h3", title), none, text, class_="card")
    earlier = (near.wording.slug, names[near.wording.slug], near.wording)
    return pair_card(messages, title, earlier, own, near.similarity)


def _table(messages: Messages, header: AgreementHeader, main: Sequence[ClauseOrigin], names: Names) -> Markup:
    head = [
        tag("th", messages.say(f"origins.column_{name}"), scope="col", class_=_wide(name))
        for name in _COLUMNS
    ]
    body = [_line(messages, header, origin, names) for origin in main]
    return layout.table_frame(messages.say("origins.title"), head, body)


def _wide(name: str) -> str | None:
    return "wide" if name in ("article", "model_article", "signed_on") else None


def _line(messages: Messages, header: AgreementHeader, origin: ClauseOrigin, names: Names) -> Markup:
    own, near = origin.wording, origin.nearest
    title = page_link(
        "agreement",
        provision_name(messages, origin.provision),
        agreement=header.slug,
        view="origins",
        clause=origin.provision,
    )
    here = page_link(
        "agreement",
        article_name(messages, own.article),
        agreement=header.slug,
        article=own.article.link,
    )
    cells: list[Markup] = [
        tag("th", title, scope="row"),
        tag("td", here, class_="wide tight"),
    ]
    if near is None:
        none = messages.say("origins.none")
        return tag(
            "tr",
            *cells,
            tag("td", none, class_="quiet"),
            *(tag("td", class_="wide") for _ in "12"),
            tag("td"),
        )
    model = near.wording
    return tag(
        "tr",
        *cells,
        tag(
            "td", page_link("agreement", names[model.slug], agreement=model.slug, provision=origin.provision)
        ),
        tag(
            "td",
            page_link(
                "agreement",
                article_name(messages, model.article),
                agreement=model.slug,
                article=model.article.link,
            ),
            class_="wide tight",
        ),
        tag("td", _when(messages, model), class_="wide tight"),
        tag("td", percent(near.similarity), class_="number"),
    )


def _when(messages: Messages, model: StoredWording) -> str:
    """The day of a model, or the year where no more is known."""
    return str(model.year) if model.date is None and model.year else day(messages, model.date)


def _row(messages: Messages, origin: ClauseOrigin, names: Names) -> tuple[object, ...]:
    near = origin.nearest
    return (
        provision_name(messages, origin.provision),
        article_name(messages, origin.wording.article),
        names[near.wording.slug] if near else "",
        article_name(messages, near.wording.article) if near else "",
        (near.wording.date or near.wording.year) if near else None,
        round(near.similarity, 2) if near else None,
    )
