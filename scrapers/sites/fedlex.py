"""Fedlex: Switzerland's classified compilation, found by SPARQL in its linked data and fetched from its file store.

- The names of the query (JOLux ontology) are as public code has them, never tried live.
- A file's name cannot be made from the law's number: re-issues carry a suffix, so addresses are those of the catalogue.
- The treaties of the EFTA States are there in French, German and Italian; French is what the rules read.
"""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.failures import problem_of_failure
from scrapers.gazette import GazetteSpider
from scrapers.session import FetchedDocument, now
from scrapers.sources import Source
from scrapers.wanted import facts_at
from tracker.texts import MetaOverrides
from tracker.texts.dates import days_in
from tracker.texts.overrides import merge_overrides

ENDPOINT = "https://fedlex.data.admin.ch/sparqlendpoint"
WORK = "https://fedlex.data.admin.ch/eli/"
RESULTS = "application/sparql-results+json"
_QUERY = """PREFIX jolux: <http://data.legilux.public.lu/resource/ontology/jolux#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?act ?number ?title ?since ?file WHERE {
?act a jolux:ConsolidationAbstract ; jolux:classifiedByTaxonomyEntry/skos:notation ?number .
FILTER(DATATYPE(?number) = <https://fedlex.data.admin.ch/vocabulary/notation-type/id-systematique>)
FILTER(STRSTARTS(STR(?number), "%s"))
?version jolux:isMemberOf ?act ; jolux:dateApplicability ?since ; jolux:isRealizedBy ?text .
?text jolux:language <http://publications.europa.eu/resource/authority/language/FRA> ;
jolux:isEmbodiedBy ?form .
?form jolux:userFormat <https://fedlex.data.admin.ch/vocabulary/user-format/html> ; jolux:isExemplifiedBy ?file .
OPTIONAL { ?act jolux:isRealizedBy ?named . ?named jolux:title ?title ;
jolux:language <http://publications.europa.eu/resource/authority/language/FRA> . }
}"""


@dataclass(frozen=True, slots=True)
class Law:
    """One law of the compilation: its path (`cc/2025/220`), number, title, and its wording in force today."""

    path: str
    number: str
    title: str
    since: str
    file: str


class FedlexSpider(GazetteSpider):
    """The treaties below the numbers of the entry, each in its present wording; an item is a law's path."""

    name = "fedlex"
    wants: ClassVar[str] = "html"
    accepts: ClassVar[str] = "html"
    language: ClassVar[str] = "fr"
    checks: ClassVar = "list"
    check_headers: ClassVar[dict[str, str]] = {"Accept": RESULTS}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first = [item for item in self.waiting if item not in self.source.items]
        self.laws: dict[str, Law] = {}
        self.numbers = list(self.source.items)
        self.waiting.clear()

    @classmethod
    def item_at(cls, url: str) -> str | None:
        """The path of a law."""
        path = urlsplit(url).path
        return path.removeprefix("/eli/") if path.startswith("/eli/cc/") else None

    @classmethod
    def address_of(cls, item: str) -> str:
        """The law itself, without language or wording."""
        return f"{WORK}{item}"

    @classmethod
    def check_url(cls, source: Source) -> str:
        """The catalogue of the first number of the entry; the endpoint answers GET as well as POST."""
        return FormRequest(ENDPOINT, method="GET", formdata={"query": _QUERY % source.items[0]}).url

    @classmethod
    def markup_problem(cls, response: Response) -> str | None:
        """Whether an answer of the catalogue has laws with their files."""
        try:
            found = laws_in(response.body)
        except ValueError as error:
            return str(error)
        return None if found else "no law with a file in the catalogue's answer"

    @classmethod
    def sample(cls, response: Response) -> str | None:
        """The file of the first law."""
        return next((law.file for law in laws_in(response.body)), None)

    @classmethod
    def agreement_problem(cls, response: Response) -> str | None:
        """Whether a file has the markup of articles."""
        if not isinstance(response, TextResponse) or not response.css('article[id^="art_"]'):
            return "no article[id^=art_] in the file; its markup has changed"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """The catalogue of each number, then the laws."""
        for request in self.next_number():
            yield request

    def next_number(self) -> Iterator[Request]:
        """The request for the next part of the catalogue; after the last one the laws are requested."""
        if self.numbers:
            number = self.numbers.pop(0)
            yield FormRequest(
                self.at(ENDPOINT),
                formdata={"query": _QUERY % number},
                headers={"Accept": RESULTS},
                callback=self.parse_catalogue,
                errback=self.catalogue_missed,
                dont_filter=True,
            )
            return
        own = [path for path in self.first if path in self.laws]
        for path in self.first:
            if path not in self.laws:
                self.session.warn(f"{path}: is wanted, and not in the catalogue in French as HTML")
        self.waiting.extend(dict.fromkeys([*own, *self.laws]))
        self.session.total = len(self.waiting) + len(self.source.items)
        yield from self.next_item()

    def parse_catalogue(self, response: Response) -> Iterator[Request]:
        """One part of the catalogue: of every law the wording in force today."""
        if self.good(response, "json"):
            problem = self.markup_problem(response)
            if problem is not None:
                self.fail_markup(response.url, problem)
            else:
                rule = self.source.catalogue
                found = [law for law in laws_in(response.body) if rule is None or rule.wants(law.title)]
                self.session.note(f"{len(found)} of the laws in the catalogue are wanted")
                self.laws |= {law.path: law for law in found}
        yield from self.next_number()

    def catalogue_missed(self, failure: Failure) -> Iterator[Request]:
        """Handle a part of the catalogue that could not be fetched."""
        self.fail(ENDPOINT, problem_of_failure(failure))
        yield from self.next_number()

    def item_request(self, item: str) -> Request:
        """The request for the file of a law."""
        return super().item_request(item).replace(url=self.at(self.laws[item].file))

    def parse_item(self, response: Response, item: str) -> Iterator[FetchedDocument | Request]:
        """One law as it is in the file store, then the next request."""
        problem = self.agreement_problem(response) if response.body.strip() else None
        if problem is not None and self.good(response, "html"):
            self.fail_markup(response.url, problem)
        elif problem is None:
            law = self.laws[item]
            known = merge_overrides(self.entry_facts(item), facts_at(self.source.key, item, self.item_at))
            reported = MetaOverrides(
                name=law.title or None,
                # The compilation's titles of treaties name the day on which they were concluded.
                date_signed=next(days_in(law.title), None),
                source_url=f"{WORK.replace('fedlex.data', 'www.fedlex')}{item}/fr",
            )
            facts = merge_overrides(replace(known, language=None), reported)
            document = self.document(
                response,
                f"{self.name}.html",
                overrides=replace(facts, language=self.language, external_id=item),
            )
            if document is not None:
                yield document
        yield from self.next_item()


def laws_in(body: bytes) -> list[Law]:
    """The laws in an answer of the catalogue, each in its latest wording that applies today, in the answer's order.

    Raises ValueError, in one line, for an answer of another form.
    """
    try:
        rows = json.loads(body)["results"]["bindings"]
        found = [
            Law(
                path=row["act"]["value"].removeprefix(WORK),
                number=row["number"]["value"],
                title=" ".join(row.get("title", {}).get("value", "").split()),
                since=row["since"]["value"][:10],
                file=row["file"]["value"],
            )
            for row in rows
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no results of the catalogue in the answer ({type(error).__name__})") from None
    today = now().date().isoformat()
    latest: dict[str, Law] = {}
    for law in found:
        known = latest.get(law.path)
        if law.since <= today and (known is None or law.since > known.since):
            latest[law.path] = law
    return list(latest.values())
