"""Kinds of fault in findings, counted over the corpus with two states of the rules (docs/faults.md).

    uv run python -m benchmarks.faults find FINDINGS.json [--database URL] [--tree FOLDER]
    uv run python -m benchmarks.faults count BEFORE.json AFTER.json [--database URL]

- `find` matches every article of the texts read in a database and writes what was found. With `--tree`, a checkout of
  an older commit, the matcher of that commit does it; it takes what it knows of an article.
- `count` prints, for each kind, how many findings have its mark in both states. The marks are plain words looked for in
  the articles, apart from the rules: they show where a kind was and is frequent, not each single fault.
"""

import argparse
import inspect
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Found = dict[int, list[dict[str, Any]]]
"""By article: code, strength, exception, scope, bound, notes, spans of its findings."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a text that was read."""

    id: int
    agreement: str
    chapter: str
    number: str
    heading: str
    text: str
    language: str
    name: str


def articles(database: Path) -> list[Row]:
    """Every article of the current texts that were read."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select a.id, g.slug, coalesce(c.heading, ''), coalesce(a.number, ''), coalesce(a.heading, ''), a.text,"
            " d.language, g.name from article a join chapter c on c.id = a.chapter_id"
            " join document d on d.id = c.document_id join agreement g on g.id = d.agreement_id"
            " where d.current and d.has_text and d.basis = 'read' and a.text is not null order by a.id"
        )
        return [Row(*row) for row in rows]


def find(database: Path, output: Path) -> None:
    """Match every article and write what was found. The fields of articles and findings are those of the matcher that
    is imported."""
    from tracker.facts.versions import shared_matcher
    from tracker.matching import ArticleInput, match_article

    matcher = shared_matcher()
    takes = inspect.signature(ArticleInput).parameters
    found: Found = {}
    for row in articles(database):
        known: dict[str, Any] = {
            "text": row.text, "language": row.language, "chapter": row.chapter, "number": row.number,
            "heading": row.heading, "agreement": row.name,
        }  # fmt: skip
        article = ArticleInput(**{key: value for key, value in known.items() if key in takes})
        fields = ("code", "strength", "exception", "scope", "bound", "notes", "spans")
        findings = [
            {key: getattr(one, key, None) for key in fields} for one in match_article(article, matcher)
        ]
        if findings:
            found[row.id] = findings
    output.write_text(json.dumps(found), encoding="utf-8")


Mark = Callable[[Row, dict[str, Any], str], bool]
"""Whether a finding in an article has a fault, by the words of its evidence (lower case, single spaces)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: findings of `codes` for which `mark` is true have it."""

    name: str
    codes: tuple[str, ...]
    mark: Mark


def _says(regex: str) -> Mark:
    compiled = re.compile(regex)
    return lambda row, finding, words: compiled.search(words) is not None


def _hard(regex: str, *, but_not: str = r"(?!)") -> Mark:
    says, otherwise = re.compile(regex), re.compile(but_not)
    return lambda row, finding, words: (
        finding["strength"] == "hard" and bool(says.search(words)) and not otherwise.search(words)
    )


def _alone(mark: Mark) -> Mark:
    """The mark in findings that rest on one sentence, for which it must be the reason."""
    return lambda row, finding, words: _count(finding["spans"]) == 1 and mark(row, finding, words)


def _count(spans: object) -> int:
    return len(spans) if isinstance(spans, list) else 0


def _in_heading(regex: str) -> Mark:
    compiled = re.compile(regex, re.IGNORECASE)
    return lambda row, finding, words: compiled.search(f"{row.chapter} {row.heading}") is not None


def _of_chapter(regex: str, mark: Mark) -> Mark:
    compiled = re.compile(regex, re.IGNORECASE)
    return lambda row, finding, words: compiled.search(row.chapter) is not None and mark(row, finding, words)


_DUTY = r"\b(?:shall|must|may not|undertake|agree|commit|will|no party|neither party)\b"
_BANS = (
    "data_flows",
    "data_localisation",
    "local_presence",
    "source_code",
    "technology_transfer",
    "encryption",
)
_NETWORKS = ("telecom_access",)
_BODIES = ("conformity_assessment", "paperless_trading", "stakeholder_participation", "cooperation")
_PARTIES = r"^(?:malaysia|cambodia|jordan|singapore|indonesia|viet nam|chile|peru|korea|mexico) shall\b"
_DISCLOSED = (
    r"\b(?:nothing in this|not (?:be )?(?:require|construed))\b.{0,260}"
    r"(?:disclos|furnish|provid)\w*.{0,300}(?:privacy|personal|financial affairs)"
)
_ENFORCED = (
    r"right of information|infring\w+.{0,200}origin and distribution|account\w* of individual customers"
)
_TASKS = r"\b(?:sub-)?(?:committee|working group)\b[^.]{0,60}\b(?:shall|functions)"
_LISTED = (
    r"\b(?:initiatives?|functions?|contact points?)\b[^.:]{0,80}(?:may|shall|could) (?:\w+ )?(?:include|be)\b"
)
_AIMS = r"free movement of information services|only be (?:processed|transferred)|confidentiality of"
_ENDEAVOUR = (
    r"^[^.;:]{0,60}\b(?:shall|will) (?:endeavou?r|strive|seek|aim)\b"
    r"|^[^.;:]{0,40}shall,? (?:where|wherever|to the extent) (?:possible|practicable)|cada vez que sea posible"
)

KINDS = (
    Kind(
        "a rule of a chapter on telecoms or finance said to be general, or of no scope",
        (*_BANS,),
        _of_chapter(
            r"telecommunic|financial services",
            lambda row, finding, words: finding["scope"] in (None, "general"),
        ),
    ),
    Kind("an aim, a restriction or confidentiality as a duty on data flows", ("data_flows",), _hard(_AIMS)),
    Kind(
        "a promise to review or reassess as a rule",
        (*_BANS,),
        _hard(r"\b(?:re-?assess|review|negotiat\w+) (?:\w+ ){0,6}(?:within|the need|whether)"),
    ),
    Kind("personal data from clauses on disclosure", ("personal_information",), _says(_DISCLOSED)),
    Kind(
        "personal data from enforcement of intellectual property", ("personal_information",), _says(_ENFORCED)
    ),
    Kind(
        "'without prejudice to data protection' as a duty",
        ("personal_information",),
        _alone(_hard(r"without prejudice to|sin perjuicio de", but_not=r"protect|salvaguard")),
    ),
    Kind(
        "disclosure in trade remedy cases as comment on drafts",
        ("stakeholder_participation",),
        _in_heading(r"anti-?dumping|trade remed|countervailing|safeguard"),
    ),
    Kind("tasks of committees as duties", (*_BANS, *_BODIES), _hard(_TASKS, but_not=r"each party shall")),
    Kind(
        "topics of initiatives and functions of bodies as acceptance of test results",
        ("conformity_assessment",),
        _says(_LISTED),
    ),
    Kind(
        "a right to require, or a permission, as a ban",
        (*_BANS, *_NETWORKS),
        _alone(
            _says(
                r"reserves? (?:the|its) right to require|^[^.;]{0,60}(?<!no )(?<!neither )\bpart(?:y|ies) may require\b"
            )
        ),
    ),
    Kind(
        "a proviso (no means of avoiding) that makes a permission hard",
        (),
        _alone(_hard(r"\bmay\b.{0,200}means of avoiding", but_not=r"^[^.]{0,60}shall ")),
    ),
    Kind(
        "state firms that only must not discriminate as acting commercially",
        ("state_owned_enterprises",),
        lambda row, finding, words: (
            re.search(r"commercial (?:considerations|terms)|comercial", words) is None
        ),
    ),
    Kind("evidence in the notes behind an article", (), lambda row, finding, words: _in_notes(row, finding)),
    Kind(
        "a duty of one party as one of all",
        (),
        lambda row, finding, words: not finding["bound"] and re.search(_PARTIES, words) is not None,
    ),
    Kind("endeavour, or 'where possible', as binding", (), _alone(_hard(_ENDEAVOUR))),
    Kind(
        "recognition or permission as binding (exceptions apart)",
        (*_BANS, *_BODIES, *_NETWORKS, "personal_information", "consumer_protection", "transparency"),
        _alone(
            _hard(r"\b(?:recogni[sz]e|may|should)\b", but_not=_DUTY + r"|\bmay (?:\w+ )?(?:be \w+ )?only\b")
        ),
    ),
)

FOUND: tuple[tuple[str, str, Callable[[Row, dict[str, Any]], bool]], ...] = (
    ("general exceptions", "general_exceptions", lambda row, finding: True),
    ("security exceptions", "security_exceptions", lambda row, finding: True),
    (
        "exceptions of an agreement that name its e-commerce chapter",
        "general_exceptions",
        lambda row, finding: "names_digital_chapter" in (finding["notes"] or ()),
    ),
    (
        "hard rules in articles with bullets",
        "",
        lambda row, finding: finding["strength"] == "hard" and re.search(r"\n\s*[•●▪]", row.text) is not None,
    ),
    (
        "financial data clauses in Spanish, hard",
        "data_flows",
        lambda row, finding: (
            row.language == "es" and finding["strength"] == "hard" and "procesamiento" in row.text
        ),
    ),
    ("access to networks", "telecom_access", lambda row, finding: True),
    ("non-discrimination of digital products", "non_discrimination", lambda row, finding: True),
    ("publication of measures on e-commerce", "transparency", lambda row, finding: True),
    ("electronic customs papers", "paperless_trading", lambda row, finding: True),
    ("other commitments of digital chapters", "other_commitment", lambda row, finding: True),
    ("rules that bind the parties named alone", "", lambda row, finding: bool(finding["bound"])),
)
"""What was missed: how often it is found."""


def _in_notes(row: Row, finding: dict[str, Any]) -> bool:
    from tracker.matching.endnotes import notes_begin
    from tracker.matching.normalise import fold

    begin = notes_begin(fold(row.text))
    spans = finding["spans"]
    assert isinstance(spans, list)
    return begin is not None and any(end > begin for _, end in spans)


def count(database: Path, before: Path, after: Path) -> Iterator[tuple[str, int, int]]:
    """(kind, findings before, findings after) for each kind, then for what had been missed."""
    rows = {row.id: row for row in articles(database)}
    states = [
        {int(key): value for key, value in json.loads(file.read_text(encoding="utf-8")).items()}
        for file in (before, after)
    ]
    for kind in KINDS:
        counts = [sum(1 for _ in _marked(kind, state, rows)) for state in states]
        yield kind.name, counts[0], counts[1]
    for name, code, wanted in FOUND:
        counts = [
            sum(
                code in ("", one["code"]) and wanted(rows[article], one)
                for article, findings in state.items()
                if article in rows
                for one in findings
            )
            for state in states
        ]
        yield name, counts[0], counts[1]


def _marked(kind: Kind, state: Found, rows: dict[int, Row]) -> Iterator[tuple[Row, dict[str, Any]]]:
    for article, findings in state.items():
        for finding in findings:
            if article in rows and (not kind.codes or finding["code"] in kind.codes):
                row, spans = rows[article], finding["spans"]
                assert isinstance(spans, list)
                words = " ".join(" ".join(row.text[start:end] for start, end in spans).split()).lower()
                if kind.mark(row, finding, words):
                    yield row, finding


def main() -> None:
    """Find or count, as the command says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--database", type=Path, default=Path("tracker.db"), help="SQLite file with the texts"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    finding = commands.add_parser("find")
    finding.add_argument("output", type=Path)
    finding.add_argument("--tree", type=Path, help="checkout whose matcher is used")
    counting = commands.add_parser("count")
    counting.add_argument("before", type=Path)
    counting.add_argument("after", type=Path)
    options = parser.parse_args()
    if options.command == "find" and options.tree:
        code = (
            "import sys, runpy; sys.path.insert(0, sys.argv[1]);"
            f" sys.argv = ['faults', '--database', {str(options.database)!r}, 'find', {str(options.output)!r}];"
            f" runpy.run_path({__file__!r}, run_name='__main__')"
        )
        subprocess.run([sys.executable, "-c", code, str(options.tree)], check=True, cwd=options.tree)
    elif options.command == "find":
        find(options.database, options.output)
    else:
        print("| kind | before | after |\n|---|---|---|")
        for name, old, new in count(options.database, options.before, options.after):
            print(f"| {name} | {old} | {new} |")


if __name__ == "__main__":
    main()
