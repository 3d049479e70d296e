"""Reads a draft with the readers of `tracker.texts` and matches it article by article. Stores nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from tracker.confined import DRAFT, ChildFault, OverLimit, confined
from tracker.drafts.opening import open_draft
from tracker.drafts.problems import MAX_BYTES, DraftProblem
from tracker.drafts.types import DraftFinding, DraftReport
from tracker.matching import ArticleInput, Finding, Matcher, match_article
from tracker.matching.container import Member, between
from tracker.matching.delays import delays
from tracker.reviewer.model import shipped_reviewer
from tracker.reviewer.review import reviewed
from tracker.template import load_template
from tracker.texts import MARKDOWN, raw_document

Progress = Callable[[int, int], None]
"""Called after each article with the number of articles done and the number of all articles."""


def check_draft(
    data: bytes,
    name: str | None = None,
    *,
    media_type: str | None = None,
    language: str | None = None,
    on_progress: Progress | None = None,
) -> DraftReport:
    """The template's provisions in a text: txt, Markdown, HTML, PDF or docx, by its content first, then its name.

    - Without `name` the bytes are a pasted text in UTF-8.
    - `language` (en, es, fr) is detected if not given.
    - A text without any article heading is one article.
    - It is read and matched in a child process with limits of memory and time, which can write no file: a hostile file
      ends that child, never the service.

    Raises DraftProblem for what cannot be checked.
    """
    if len(data) > MAX_BYTES:
        raise DraftProblem("too_large", f"more than the {MAX_BYTES // 2**20} MB that are read")
    if not data.strip():
        raise DraftProblem("empty", "there is nothing in it")
    given = (data, name, media_type or (None if name else MARKDOWN), language)
    try:
        return confined(_read_and_match, *given, limits=DRAFT, on_progress=on_progress or _nobody)
    except OverLimit:
        raise DraftProblem("too_heavy", "it takes more time or memory than one draft may take") from None
    except ChildFault as error:
        # The child's words may hold some of the draft's; they go neither to the page nor to a log.
        raise DraftProblem("broken", f"reading it failed ({error.kind})") from None


def prepare() -> None:
    """Start a child process for drafts, and let it load what it needs: 3 s of processor time that the first visitor
    with a draft would wait for. Raises DraftProblem where no draft can be checked here."""
    check_words("Article 1: Cooperation\n\nThe Parties shall endeavour to cooperate on electronic commerce.")


def _nobody(_done: int, _total: int) -> None:
    """Progress that nobody asked for."""


def _read_and_match(
    data: bytes, name: str | None, media_type: str | None, language: str | None, *, on_progress: Progress
) -> DraftReport:
    """What the child process does."""
    raw = raw_document(data, name or "pasted", media_type=media_type)
    return _matched(open_draft(raw, language), name, on_progress, _matcher())


def check_words(
    words: str, *, language: str | None = None, on_progress: Progress | None = None
) -> DraftReport:
    """`check_draft` for a text that was pasted or typed."""
    return check_draft(words.encode("utf-8", "replace"), language=language, on_progress=on_progress)


@cache
def _matcher() -> Matcher:
    """The matcher over the shipped template, built once per process (it takes some tenths of a second)."""
    return Matcher(load_template())


def _matched(report: DraftReport, name: str | None, on_progress: Progress, matcher: Matcher) -> DraftReport:
    """The report with the findings of each of its articles."""
    articles = []
    members = [
        Member(article.chapter_heading or "", article.number or "", article.text)
        for article in report.articles
    ]
    limited = between(members, matcher.language(report.language))
    delayed = delays(members, matcher.language(report.language))
    for position, article in enumerate(report.articles, start=1):
        given = ArticleInput(
            text=article.text,
            language=report.language,
            chapter=article.chapter_heading or "",
            number=article.number or "",
            heading=article.heading or "",
            agreement=report.title,
            between=limited[position - 1],
            delays=delayed[position - 1],
        )
        found = tuple(
            _row(finding) for finding in reviewed(match_article(given, matcher), given, shipped_reviewer())
        )
        articles.append(replace(article, findings=found))
        on_progress(position, len(report.articles))
    return replace(report, name=name, articles=tuple(articles))


def _row(finding: Finding) -> DraftFinding:
    return DraftFinding(
        provision=finding.code,
        strength=finding.strength,
        exception=finding.exception,
        score=finding.score,
        spans=finding.spans,
        notes=finding.notes,
        scope=finding.scope,
        bound=finding.bound,
        uncertain=finding.uncertain,
    )
