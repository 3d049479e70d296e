"""The tables of the bundle: their columns and how they refer to one another."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.export.bundle.schema import Field, ForeignKey, Row, Table
from tracker.models import Finding
from tracker.models.life import BASES
from tracker.queries import template_facts
from tracker.queries.core.agreement_index import SHOWN_STATUSES
from tracker.queries.operations.dump import (
    all_agreement_groups,
    all_agreement_parties,
    all_agreements,
    all_articles,
    all_documents,
    all_findings,
    all_groups,
    all_papers,
    all_parties,
    all_sources,
)


def _provisions(session: Session) -> Iterable[Row]:
    """The template's provisions, and a row with the code alone for any code found with another template."""
    facts, spanish, french = template_facts(), template_facts("es"), template_facts("fr")
    found = set(session.scalars(select(Finding.provision).distinct()))
    for code in facts.sorted_codes({*facts.by_code, *found}):
        entry = facts.provision(code)
        yield (
            code, entry.title, spanish.provision(code).title, french.provision(code).title, entry.group,
            entry.explainer, entry.has_strength, entry.has_exception,
        )  # fmt: skip


def _principles(_session: Session) -> Iterable[Row]:
    for entry in template_facts().principles:
        yield (
            entry.number, entry.key, entry.title, entry.says, entry.asked_by, entry.takes_away,
            entry.text_detectable,
        )  # fmt: skip


def _principle_provisions(_session: Session) -> Iterable[Row]:
    for entry in template_facts().principles:
        for code in entry.provisions:
            yield (entry.number, code)


_AGREEMENT = Field("agreement", "string", "Slug of the agreement.", required=True)
_SOURCE = Field("source", "string", "Key of the source.", required=True)
_BASIS = Field(
    "basis",
    "string",
    "How it is known: read in its text, read in a text that is incorporated, coded by hand, or reported.",
    required=True,
    values=BASES,
)
_TO_AGREEMENT = ForeignKey(("agreement",), "agreements", ("slug",))
_TO_SOURCE = ForeignKey(("source",), "sources", ("key",))
_TO_GROUP = ForeignKey(("group",), "groups", ("code",))

TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "Sources",
        "Where texts come from, and under which licence their publisher puts them.",
        (
            Field("key", "string", "Name of the source in other tables.", required=True),
            Field("title", "string", "Title.", required=True),
            Field("url", "string", "Address of the site."),
            Field(
                "licence", "string", "Licence of the texts as the publisher states it; empty: none stated."
            ),
            Field("documents", "integer", "Current documents from it.", required=True),
        ),
        ("key",),
        all_sources,
    ),
    Table(
        "parties",
        "Parties",
        "Countries and customs territories.",
        (
            Field("iso3", "string", "ISO 3166 alpha-3 code, or a historic one.", required=True),
            Field("name", "string", "Name in English.", required=True),
        ),
        ("iso3",),
        all_parties,
    ),
    Table(
        "groups",
        "Groups",
        "Groups of countries that sign as one.",
        (
            Field("code", "string", "Code, e.g. EU.", required=True),
            Field("name", "string", "Name in English.", required=True),
        ),
        ("code",),
        all_groups,
    ),
    Table(
        "agreements",
        "Agreements",
        "Trade agreements and drafts of them.",
        (
            Field("slug", "string", "Name in links; never changes.", required=True),
            Field("name", "string", "Name.", required=True),
            Field("type", "string", "Kind of agreement as its source says."),
            Field("wto_status", "string", "Status in the WTO's RTA database, in its words."),
            Field("legal_status", "string", "Our status.", required=True, values=SHOWN_STATUSES),
            Field("date_signed", "date", "Day of signature."),
            Field("year_signed", "integer", "Year of signature where its day is not known."),
            Field("date_in_force", "date", "First day in force or provisionally applied for anyone."),
            Field("in_force_period", "string", "Its month (2024-06) or year where its day is not known."),
            Field("date_inactive", "date", "Day on which it ended."),
            Field("wto_rta_id", "integer", "Number in the WTO's RTA database."),
            Field("languages", "array", "Languages of its texts, ISO 639-1."),
            Field("region", "string", "Region as its source says."),
            Field("composition", "string", "Bilateral, plurilateral, ... as its source says."),
            Field("notification", "string", "How it was notified to the WTO."),
            Field("facts_only", "boolean", "Known from a list only: no text was read.", required=True),
            Field("url", "string", "Where its text is published."),
        ),
        ("slug",),
        all_agreements,
    ),
    Table(
        "agreement_parties",
        "Parties of agreements",
        "Which country is or was in which agreement.",
        (
            _AGREEMENT,
            Field("iso3", "string", "The party.", required=True),
            Field("group", "string", "Group through which it came in."),
            Field("original", "boolean", "Among the signatories.", required=True),
            Field("current", "boolean", "A party today.", required=True),
        ),
        ("agreement", "iso3"),
        all_agreement_parties,
        (_TO_AGREEMENT, ForeignKey(("iso3",), "parties", ("iso3",)), _TO_GROUP),
    ),
    Table(
        "agreement_groups",
        "Groups as sides of agreements",
        "Groups that are themselves a side of an agreement.",
        (_AGREEMENT, Field("group", "string", "The group.", required=True)),
        ("agreement", "group"),
        all_agreement_groups,
        (_TO_AGREEMENT, _TO_GROUP),
    ),
    Table(
        "documents",
        "Documents",
        "The text of each agreement that was read: where it is from, not what it says.",
        (
            Field("document", "string", "Name: key of the source and its own number.", required=True),
            _AGREEMENT,
            _SOURCE,
            Field("version", "integer", "Version of this text, from 1.", required=True),
            Field("language", "string", "ISO 639-1.", required=True),
            Field("url", "string", "Address it was fetched from."),
            Field("sha256", "string", "SHA-256 of the raw bytes.", required=True),
            Field("text_read", "boolean", "Its words were here when this was written.", required=True),
            Field("fetched_at", "datetime", "When it was fetched, UTC."),
            _BASIS,
            Field("incorporates", "string", "Agreement whose text it takes over, by its name in use."),
        ),
        ("document",),
        all_documents,
        (_TO_AGREEMENT, _TO_SOURCE),
    ),
    Table(
        "articles",
        "Articles",
        "All articles by number. Headings and words are text of the treaty and stay with its publisher: follow the "
        "document's address, or open agreement?agreement=SLUG&article=ARTICLE in the dashboard.",
        (
            Field(
                "article", "string", "Name in links: the document's, and the article's own.", required=True
            ),
            Field("document", "string", "The document it stands in.", required=True),
            Field("position", "integer", "Place in the document, from 0.", required=True),
            Field("chapter_number", "string", "Number of its chapter as printed."),
            Field("chapter_topic", "string", "What the chapter is about: our coding.", required=True),
            Field("number", "string", "Number of the article as printed."),
        ),
        ("article",),
        all_articles,
        (ForeignKey(("document",), "documents", ("document",)),),
    ),
    Table(
        "findings",
        "Findings",
        "Which provision was found in which article, by program; see the measured accuracy in docs/matcher.md. "
        "Not all were read in a text of the agreement itself: the column basis says how each is known.",
        (
            Field("article", "string", "The article.", required=True),
            Field("provision", "string", "Code of the provision.", required=True),
            Field("strength", "string", "hard (shall) or soft (shall endeavour).", values=("hard", "soft")),
            Field("exception", "boolean", "An exception in the clause; empty where that is not read."),
            Field("notes", "array", "Details: kinds of exception, scope, ...", required=True),
            Field(
                "spans", "array", "Evidence: [start, end) in characters of the article's text.", required=True
            ),
            Field("score", "number", "How sure the rule is, 0 to 1.", required=True),
            Field("prototype", "string", "Id of the nearest prototype clause."),
            Field("similarity", "number", "Its similarity, 0 to 100."),
            Field("signal", "string", "The pattern that decided."),
            Field("template_version", "string", "Version of the template it was found with.", required=True),
            Field("matcher_version", "string", "Version of the matcher.", required=True),
            _BASIS,
            Field("incorporated_agreement", "string", "Agreement whose text it is, where incorporated."),
            Field("incorporated_article", "string", "Number of its article there."),
            Field(
                "incorporated_basis",
                "string",
                "How that text is known.",
                values=("read", "coded", "reported"),
            ),
            Field("basis_source", "string", "Public sources with ' ; ' between them, or the text's address."),
            Field(
                "scope",
                "string",
                "Whom the rule reaches: every sector (general), telecoms, financial services, or one other sector; "
                "empty for definitions and scope.",
                values=("general", "telecoms", "financial", "sector"),
            ),
            Field(
                "bound",
                "array",
                "Codes of the parties it binds, where it names them; empty for every party.",
                required=True,
            ),
            Field(
                "uncertain",
                "boolean",
                "The second opinion of docs/review.md holds the finding improbable.",
                required=True,
            ),
        ),
        ("article", "provision"),
        all_findings,
        (
            ForeignKey(("article",), "articles", ("article",)),
            ForeignKey(("provision",), "provisions", ("code",)),
        ),
    ),
    Table(
        "provisions",
        "Provisions",
        "What is looked for.",
        (
            Field("code", "string", "Code.", required=True),
            Field("title", "string", "Title in English.", required=True),
            Field("title_es", "string", "Title in Spanish."),
            Field("title_fr", "string", "Title in French."),
            Field("group", "string", "The template, beyond it, policy space, structure.", required=True),
            Field("explainer", "string", "What it says and takes off the table."),
            Field("has_strength", "boolean", "Whether hard and soft are told apart.", required=True),
            Field("has_exception", "boolean", "Whether exceptions in the clause are read.", required=True),
        ),
        ("code",),
        _provisions,
    ),
    Table(
        "principles",
        "Principles",
        "The 24 principles of the Digital 2 Dozen, in our words.",
        (
            Field("number", "integer", "1 to 24.", required=True),
            Field("key", "string", "Short name.", required=True),
            Field("title", "string", "Title.", required=True),
            Field("says", "string", "What it says.", required=True),
            Field("asked_by", "string", "Who asked for it."),
            Field("takes_away", "string", "What it takes off the table."),
            Field(
                "text_detectable",
                "string",
                "Whether it can be read from texts.",
                required=True,
                values=("yes", "partly", "no"),
            ),
        ),
        ("number",),
        _principles,
    ),
    Table(
        "principle_provisions",
        "Provisions of principles",
        "Which provisions stand for which principle.",
        (
            Field("principle", "integer", "Number of the principle.", required=True),
            Field("provision", "string", "Code of the provision.", required=True),
        ),
        ("principle", "provision"),
        _principle_provisions,
        (
            ForeignKey(("principle",), "principles", ("number",)),
            ForeignKey(("provision",), "provisions", ("code",)),
        ),
    ),
    Table(
        "papers",
        "Papers",
        "Papers of the WTO on electronic commerce, by symbol and language; not their words.",
        (
            _SOURCE,
            Field("symbol", "string", "Symbol.", required=True),
            Field("language", "string", "ISO 639-1.", required=True),
            Field("base", "string", "Symbol of the paper it revises, corrects or adds to."),
            Field("title", "string", "Title.", required=True),
            Field("issued", "date", "Day of issue."),
            Field(
                "members", "array", "Who submitted it: ISO 3166 alpha-3 or codes of groups.", required=True
            ),
            Field("url", "string", "Address."),
            Field("sha256", "string", "SHA-256 of the raw bytes.", required=True),
            Field("fetched_at", "datetime", "When it was fetched, UTC.", required=True),
            Field("agreement", "string", "Slug of the agreement whose text it is."),
        ),
        ("source", "symbol", "language"),
        all_papers,
        (_TO_SOURCE, _TO_AGREEMENT),
    ),
)
