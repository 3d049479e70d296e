"""Cellar's catalogue of the Official Journal's publications: the SPARQL query, and its answer in JSON.

- The query is as public code has it (seen in five repositories, never live): GET with `query` and `format`, literals
  typed `xsd:string`, titles on the expression in a language.
- The server refuses deep offsets and large sorts, so pages continue from the last number seen.
- It reports internal errors as a page with status 200, so an answer that is not exactly of the expected form is an
  error, never an empty list.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from scrapy.http import Response

from scrapers.answers import WrongAnswer, problem_with
from tracker.crawls import ErrorKind, Problem

ENDPOINT = "https://publications.europa.eu/webapi/rdf/sparql"
RESULTS = "application/sparql-results+json"

ROWS = 1000
"""Rows per query. The server sorts at most 10,000; all agreements of the EU are about 4,400."""

MAX_PAGES = 40

MAX_TITLE = 2000

_CELEX = re.compile(r"2\d{4}A\d{4,5}(?:\(\d\d\))?")
"""Sector 2 (agreements with others), kind A (agreement); a corrigendum ends in R(nn) and is not an agreement."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_QUERY = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?celex ?date ?title WHERE {
VALUES ?sector { "2"^^xsd:string "2" }
?work cdm:resource_legal_id_sector ?sector ; cdm:resource_legal_id_celex ?celex .
FILTER(REGEX(STR(?celex), "^2[0-9]{4}A"))%s
OPTIONAL { ?work cdm:work_date_document ?date }
?text cdm:expression_belongs_to_work ?work ; cdm:expression_title ?title ;
cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/ENG> .
} ORDER BY DESC(STR(?celex)) LIMIT %d"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One agreement in the catalogue: its CELEX number, its English title in one line, and the date it is filed under.

    The date is used for the order only, because the catalogue does not say which date it is (mostly that of signature).
    """

    celex: str
    title: str
    filed: date | None


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One page of the catalogue, newest numbers first. `last` is where the next page continues; None: this is the last
    page."""

    agreements: tuple[Listed, ...]
    last: str | None


def catalogue_url(before: str | None = None) -> str:
    """The address that lists agreements with CELEX numbers below `before`, the highest first."""
    below = f'\nFILTER(STR(?celex) < "{before}")' if before else ""
    return f"{ENDPOINT}?{urlencode({'query': _QUERY % (below, ROWS), 'format': RESULTS})}"


def read_catalogue(response: Response, before: str | None) -> CataloguePage:
    """The agreements in an answer to `catalogue_url(before)`, without corrigenda and rows of other kinds.

    Raises WrongAnswer, in one line, for a challenge, a page with an error, JSON of another form, an incomplete answer,
    or one that does not continue from `before`.
    """
    problem = problem_with(response, "json")
    if problem is not None:
        raise WrongAnswer(problem)
    # 206, or a header with the state of the query: it was stopped, and the answer is incomplete.
    state = response.headers.get(b"X-SQL-State")
    if response.status != 200 or state is not None:
        reported = f", {state.decode('latin-1')}" if state else ""
        incomplete = f"an incomplete answer (status {response.status}{reported})"
        raise WrongAnswer(Problem(ErrorKind.TRUNCATED, incomplete))
    rows = _rows(response.body)
    numbers = [row["celex"] for row in rows]
    if before is not None and any(number >= before for number in numbers):
        raise _changed(
            "the answer does not go on from the last number; the endpoint reads the query otherwise"
        )
    agreements: dict[str, Listed] = {}
    for row in rows:
        if _CELEX.fullmatch(row["celex"]):
            listed = Listed(
                row["celex"], " ".join(row["title"].split())[:MAX_TITLE], _day(row.get("date", ""))
            )
            agreements.setdefault(listed.celex, listed)
    if rows and not agreements and before is None:
        raise _changed("no CELEX number of an agreement among the rows; numbers are written otherwise")
    return CataloguePage(tuple(agreements.values()), min(numbers, default=None))


def _rows(body: bytes) -> list[dict[str, str]]:
    """The rows of an answer as plain values; every row has a number and a title, or the form has changed."""
    try:
        bindings = json.loads(body)["results"]["bindings"]
        rows = [{name: str(cell["value"]) for name, cell in row.items()} for row in bindings]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _changed(f"not the JSON of SPARQL results ({type(error).__name__})") from error
    if any(not row.get("celex") or not row.get("title") for row in rows):
        raise _changed("a row without number or title; the endpoint's answer has changed")
    return rows


def _changed(reason: str) -> WrongAnswer:
    return WrongAnswer(Problem(ErrorKind.MARKUP, reason))


def _day(value: str) -> date | None:
    match = _DAY.match(value)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def remembered(values: dict[str, Any]) -> list[Listed]:
    """Agreements as `kept` wrote them; values of another form are ignored."""
    return [
        Listed(celex, entry["title"], _day(entry.get("filed") or ""))
        for celex, entry in values.items()
        if _CELEX.fullmatch(celex) and isinstance(entry, dict) and isinstance(entry.get("title"), str)
    ]


def kept(listed: Listed, entry: dict[str, Any], today: date) -> dict[str, Any]:
    """The values stored for an agreement, with those of its former `entry`: the day it was first seen, and that it had
    no text."""
    return {
        "seen": today.isoformat(),
        **entry,
        "title": listed.title,
        "filed": listed.filed.isoformat() if listed.filed else None,
    }
