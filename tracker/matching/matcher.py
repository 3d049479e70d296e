"""The matcher: articles in, findings out."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from tracker.matching.article import PreparedArticle
from tracker.matching.attached_notes import without_stray_notes
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.details import finding_of
from tracker.matching.endnotes import notes_begin, without_notes_of_others
from tracker.matching.hits import definition_test, note_promises, try_patterns
from tracker.matching.literals import Pieces
from tracker.matching.normalise import (
    CleanPieces,
    fold,
    lower,
    plain_heading,
    without_endless_words,
    without_interruptions,
    without_next_heading,
    word_edits,
)
from tracker.matching.segments import clauses
from tracker.matching.types import ArticleInput, Finding
from tracker.template.loader import load_template
from tracker.template.macros import UnknownMacro
from tracker.template.model import Template
from tracker.template.words import Language


@contextmanager
def _faults_named() -> Iterator[None]:
    """Where a pattern cannot be compiled, raise TemplateError with file and line.

    The shipped template is loaded for matching without compiling every pattern of every language, which takes longer
    than everything else together that is needed for one article.
    """
    try:
        yield
    except (re.error, UnknownMacro):
        load_template()
        raise


class Matcher:
    """The compiled template. Build it once per process: a language is compiled when it is first used."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._languages: dict[str, CompiledLanguage] = {}
        self._kinds: dict[tuple[str, str, str], str] = {}

    def language(self, code: str) -> CompiledLanguage | None:
        """The compiled rules of a language; None where the template has none."""
        if code not in self.template.words:
            return None
        if code not in self._languages:
            known: Language = code
            with _faults_named():
                self._languages[code] = CompiledLanguage(self.template, known)
        return self._languages[code]

    def preload(self, code: str) -> None:
        """Compile all patterns of a language now, not when each is first used."""
        language = self.language(code)
        if language is not None:
            with _faults_named():
                language.preload()

    def chapter_kind(self, language: CompiledLanguage, chapter: str, agreement: str) -> str:
        """The kind of chapter, by its heading (cached: an agreement has few chapters).

        In an agreement that is itself about digital trade, a chapter whose heading names no kind is digital.
        """
        key = (language.words.language, chapter, agreement)
        if key not in self._kinds:
            kind = language.chapter_kind(chapter)
            if kind in ("other", "exceptions") and language.chapter_kind(agreement) == "digital":
                kind = "digital"
            self._kinds[key] = kind
        return self._kinds[key]


def match_article(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    """The provisions found in one article, in the template's order; [] for an unknown language.

    What stands in notes printed after the article is no rule of it.
    """
    with _faults_named():
        return _without_endnotes(article, matcher)


def _without_endnotes(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    findings = _match(article, matcher)
    last = max((end for finding in findings for _, end in finding.spans), default=0)
    begin = notes_begin(fold(article.text)) if last else None
    if begin is None or last <= begin:
        return findings
    return _match(replace(article, text=article.text[:begin]), matcher)


def _match(article: ArticleInput, matcher: Matcher) -> list[Finding]:
    language = matcher.language(article.language)
    if language is None:
        return []
    kind = matcher.chapter_kind(language, article.chapter, article.agreement)
    folded = without_next_heading(without_interruptions(without_endless_words(fold(article.text))))
    low = lower(folded)
    heading = plain_heading(article.heading)
    if not language.gate.any_in(low) and not language.always_read(kind, heading):
        return []
    without_notes = without_stray_notes(without_notes_of_others(folded))
    if without_notes is not folded:
        folded, low = without_notes, lower(without_notes)
    language.count_article()
    words = low.split()
    said = language.vocabulary.read_words(words)
    mended = said.mended
    terms = language.terms.find_mended(low, word_edits(low, mended) if mended else [])
    kind = language.article_kind(kind, heading, low)
    recitals = any(language.preamble.match(place) for place in (plain_heading(article.chapter), heading))
    text = CleanPieces(low, mended, regular=said.regular, words=words)
    whole, found = text.whole, None
    if whole is None:
        found = clauses(folded, text, language.reference_words)
        whole = "\n".join({text[span] for clause in found for span in clause.spans})
        said = language.vocabulary.read(whole)
    pieces = Pieces(whole, language.vocabulary.finder, said.has)
    tried = [
        (provision, patterns)
        for provision in language.worth_trying(terms)
        if not (recitals and provision.provision.has_strength)
        if (patterns := provision.patterns_for(kind, heading, pieces))
    ]
    if not tried:
        return []
    if found is None:
        found = clauses(folded, text, language.reference_words)
    if not found:
        return []
    prepared = PreparedArticle(article, folded, pieces, kind, heading, found, terms)
    is_definition = definition_test(prepared, language)
    for provision, patterns in tried:
        try_patterns(provision, patterns, prepared, language, is_definition)
    note_promises(prepared)
    if not prepared.hits:
        return []
    return [
        finding_of(provision, prepared, language)
        for provision in language.provisions
        if provision.provision.code in prepared.hits
    ]


def match_many(articles: Iterable[ArticleInput], matcher: Matcher) -> list[list[Finding]]:
    """`match_article` for each article, in order."""
    return [match_article(article, matcher) for article in articles]
