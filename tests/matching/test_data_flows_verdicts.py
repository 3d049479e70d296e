"""The verdicts that people gave on findings of data flows, localisation and source code, reproduced one by one.

They lie in ../shared/audit, the texts in ../shared/corpus; where these are not beside the project the tests say so.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.conftest import CORPUS, SHARED
from tracker.facts.versions import shared_matcher
from tracker.matching import ArticleInput, Finding, Matcher, match_article
from tracker.resolution.agreements import slugify
from tracker.texts import Refusal, read_documents
from tracker.texts.types import AgreementText

VERDICTS = SHARED / "audit" / "data_flows_verdicts.tsv"

pytestmark = pytest.mark.skipif(
    not (VERDICTS.exists() and CORPUS.exists()),
    reason="needs ../shared/audit/data_flows_verdicts.tsv and ../shared/corpus, which are not here",
)

LATER = {
    "comprehensive-economic-and-trade-agreement-ceta-between-canada-of-the-one-part": "ceta-2016",
    "agreement-between-the-european-union-and-japan-for-an-economic-partnership": "eu-japan-2018",
    "free-trade-agreement-between-the-european-union-and-the-republic-of-singapore": "eu-singapore-2018",
    "peru-australia-free-trade-agreement": "peru-australia-2018",
    "free-trade-agreement-between-the-republic-of-turkey-and-the-republic-of": "singapore-turkey-2015",
    "uk-japan-comprehensive-economic-partnership-agreement": "uk-japan-cepa-2020-ch8-sectionf",
    "uk-singapore-digital-economy-agreement-2022": "uk-singapore-digital-economy-agreement-2022",
    "uk-ukraine-digital-trade-agreement": "uk-ukraine-digital-trade-agreement-2023",
}
"""The texts of agreements that ToTA lacks, by the name under which the verdicts have them."""


@dataclass(frozen=True)
class Verdict:
    """One line of the file: what was shown (`strength`, `exception`) and what a reader said of it."""

    slug: str
    article: str
    provision: str
    strength: str
    exception: bool
    verdict: str

    def agrees(self, findings: list[Finding]) -> bool:
        """Whether the article's findings of the provision are what the reader held right."""
        shown = {(finding.strength, finding.exception) for finding in findings}
        match self.verdict:
            case "right":
                return (self.strength, self.exception) in shown
            case "wrong exception":
                return (self.strength, not self.exception) in shown
            case "wrong strength":
                return self.strength not in {strength for strength, _ in shown}
            case "wrong code" | "wrong code/strength":
                return not shown
        raise AssertionError(f"unknown verdict: {self.verdict}")

    def __str__(self) -> str:
        return f"{self.slug} {self.article} {self.provision}"


def verdicts() -> list[Verdict]:
    if not VERDICTS.exists():
        return []
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        return [
            Verdict(
                line["slug"],
                "" if line["article"] == "None" else line["article"],
                line["provision"],
                line["strength"],
                line["exception"] == "1",
                line["verdict"],
            )
            for line in csv.DictReader(file, delimiter="\t")
        ]


def texts(wanted: set[str]) -> Iterator[tuple[str, AgreementText]]:
    """The agreements' texts with the names the verdicts have for them."""
    later = {name: slug for slug, name in LATER.items()}
    for folder in (CORPUS, CORPUS.parent / "new"):
        for text in read_documents(folder):
            assert not isinstance(text, Refusal), text
            signed = text.meta.date_signed
            slug = later.get(text.external_id) or slugify(text.meta.name, signed.year if signed else None)
            if slug in wanted:
                yield slug, text


@pytest.fixture(scope="module")
def articles() -> dict[tuple[str, str], list[ArticleInput]]:
    """The articles of the agreements in question, by agreement and number."""
    found: dict[tuple[str, str], list[ArticleInput]] = {}
    for slug, text in texts({verdict.slug for verdict in verdicts()}):
        for chapter in text.chapters:
            for part in chapter.articles:
                entry = ArticleInput(
                    text=part.text,
                    language=text.language,
                    chapter=chapter.heading or "",
                    number=part.number or "",
                    heading=part.heading or "",
                    agreement=text.meta.name,
                )
                found.setdefault((slug, entry.number), []).append(entry)
    return found


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return shared_matcher()


@pytest.mark.parametrize("verdict", verdicts(), ids=str)
def test_verdict(
    verdict: Verdict, articles: dict[tuple[str, str], list[ArticleInput]], matcher: Matcher
) -> None:
    read = articles.get((verdict.slug, verdict.article), [])
    assert read, "the text has no such article"
    findings = [
        finding
        for article in read
        for finding in match_article(article, matcher)
        if finding.code == verdict.provision
    ]
    assert verdict.agrees(findings), [(finding.strength, finding.exception) for finding in findings]
