"""datapackage.json: name, licence, sources, versions and the schema of every table (Data Package 1.0, Frictionless)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tracker import __version__
from tracker.export.basis import counted_words
from tracker.export.bundle.schema import Table
from tracker.queries import Status, status
from tracker.queries.operations.dump import (
    all_sources,
    data_moment,
    findings_by_basis,
    moment,
    source_publications,
)

DESCRIPTOR = "datapackage.json"

LICENSE = {
    "name": "CC-BY-NC-4.0",
    "title": "Creative Commons Attribution-NonCommercial 4.0",
    "path": "https://creativecommons.org/licenses/by-nc/4.0/",
}
"""The strictest licence of the sources (ToTA's): whoever complies with it complies with all."""

_DESCRIPTION = (
    "Which digital trade clause stands in which trade agreement, how binding, with which exception: agreements, "
    "parties, articles by number, and findings made by a program from the wording of each article. Facts only: "
    "neither the texts nor the headings of treaties are in it; they are published by the sources, under licences of "
    "their own, at the addresses in the table documents. Cells of text that begin with = + - or @ carry an "
    "apostrophe before it, so that no spreadsheet runs them. A program errs: read the clause before you quote it."
)


@dataclass(frozen=True, slots=True)
class Citation:
    """How a source is to be cited: `licence` and `publication` are None where none is stated."""

    key: str
    title: str
    url: str | None
    licence: str | None
    publication: str | None
    documents: int


def citations(session: Session) -> list[Citation]:
    """Every source in the database, by key."""
    asked = source_publications(session)
    return [
        Citation(key, title, url, licence, asked.get(key), documents)
        for key, title, url, licence, documents in all_sources(session)
    ]


def tool_citation(now: Status, address: str | None = None) -> str:
    """How to cite the tool: name, versions, day of the newest text, address; the same in every language."""
    versions = [f"template {use.template}, matcher {use.matcher}" for use in now.versions_in_use[:1]]
    said = [f"Digital Trade Tracker {__version__}" + "".join(f" ({words})" for words in versions)]
    if now.latest_fetch is not None:
        said.append(f"texts of {now.latest_fetch:%Y-%m-%d}")
    return ", ".join([*said, *([address] if address else [])]) + "."


def descriptor(
    session: Session, tables: Iterable[Table], files: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The descriptor; `files` are further properties (bytes, hash) by a table's name.

    `created` is the moment of the data, not of the file, so that equal data give equal bytes.
    """
    now = status(session)
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "digital-trade-tracker",
        "title": "Digital Trade Tracker: the whole database",
        "description": _DESCRIPTION,
        "version": __version__,
        "versions": {
            "tool": __version__,
            "findings": [
                {"template": use.template, "matcher": use.matcher, "findings": use.findings}
                for use in now.versions_in_use
            ],
        },
        "findings_by_basis": dict(findings_by_basis(session)),
        "licenses": [LICENSE],
        "sources": [_source(citation) for citation in citations(session)],
        "keywords": ["trade agreements", "digital trade", "electronic commerce"],
        "citation": tool_citation(now),
    }
    created = moment(data_moment(session))
    if created is not None:
        package["created"] = created
    package["resources"] = [{**table.described(), **files.get(table.name, {})} for table in tables]
    return package


def readme(session: Session, tables: Sequence[Table]) -> str:
    """A readme for people; the descriptor is for programs."""
    known = counted_words(findings_by_basis(session)) or "none"
    lines = ["# Digital Trade Tracker: the whole database", "", _DESCRIPTION, "", f"Findings: {known}.", ""]
    lines += [f"- {table.path}: {table.title}. {table.description}" for table in tables]
    lines += [
        "",
        f"Licence: {LICENSE['title']}, {LICENSE['path']}",
        f"Cite: {tool_citation(status(session))}",
    ]
    lines += ["", "Sources:"]
    for entry in citations(session):
        named = [entry.title, entry.url, entry.licence, entry.publication]
        lines.append("- " + "; ".join(words for words in named if words))
    return "\n".join(lines) + "\n"


def _source(citation: Citation) -> dict[str, str]:
    """A source as Data Package has it (title, path), with its licence and publication."""
    source = {"title": citation.title}
    if citation.url:
        source["path"] = citation.url
    if citation.licence:
        source["licence"] = citation.licence
    if citation.publication:
        source["citation"] = citation.publication
    return source
