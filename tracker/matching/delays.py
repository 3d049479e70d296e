"""Who has time to comply with a rule that stands in another article: what one article says of the others of its text.

"Ruritania shall not be subject to dispute settlement regarding its obligations under Article 9.4 for two years" stands
in one article; article 9.4 does not repeat it (CODEBOOK2, convention 20).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.matching.bound import narrowed
from tracker.matching.compiled import CompiledLanguage
from tracker.matching.container import Member, chapter_of
from tracker.matching.normalise import plain
from tracker.matching.types import Delay

_READ = 20_000
"""Characters of an article that are searched for such a sentence."""

_SENTENCE = re.compile(r"[.;](?=\s|\Z)(?<!\bu\.s\.)(?<!\bart\.)")
_MAY_SAY = {
    "en": (
        ("year", "month"),
        # each begins with a word, to which `re` skips
        tuple(
            re.compile(rf"{words}[^;]{{0,600}}?(?:year|month)")
            for words in (
                "exempt",
                r"may\s+(?:delay|defer|postpone)",
                r"not\s+(?:be\s+(?:subject|required|obliged|bound)|apply\s+to)",
            )
        ),
    ),
    "es": (
        ("año", "ano", "meses"),
        (
            re.compile(
                r"no\s+(?:se\s+)?(?:aplica|ser|est|queda)|podrán?\s+(?:diferir|postergar|aplazar)|exent"
            ),
        ),
    ),
    "fr": (
        (" ans", "mois", " an"),
        (re.compile(r"ne\s+s.applique|pas\s+(?:tenu|soumis)|différer|exempt"),),
    ),
}
"""By language: words of time and of exemption that such a text has; looked for before it is made plain, which takes
longer."""

_BEFORE = 160
_BEHIND = 160

_ARTICLE = re.compile(
    r"\b(?:articles?|articulos?|(?<=, )|(?<=and )|(?<=or )|(?<= y )|(?<= o )|(?<= et )|(?<= ou ))\s?"
    r"(\d{1,3}(?:\.\d{1,3})?(?:-[a-z]\b)?)(?:\.(\d{1,2}))?(?:\((\d{1,2})\))?(?![\d%])"
    r"(?! (?:years?|months?|days?|anos?|meses|ans|mois))"
)
_BRACKETS = re.compile(r"\([^()]{4,120}\)")
_PARAGRAPH_OF = re.compile(r"\b(?:paragraphs?|parrafos?|paragraphes?) (\d{1,2}) (?:of|del?|de l')\s?\Z")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})?(?:-[a-z]\b)?)")


def may_say_delay(text: str, language: CompiledLanguage) -> bool:
    """Whether `says_delay` is worth asking: most articles have no word of time."""
    times, _ = _MAY_SAY[language.words.language]
    return any(time in text for time in times)


def says_delay(text: str, language: CompiledLanguage) -> bool:
    """Whether an article says who has time to comply with another article."""
    return next(iter(_said(text, language, ())), None) is not None


def delays(
    articles: Sequence[Member], language: CompiledLanguage | None, parties: tuple[str, ...] = ()
) -> list[tuple[Delay, ...]]:
    """For each article of one text, in order: who has time to comply with it, as other articles say.

    Of the names only those of `parties` count, where these are known. A number without chapter ("Article 5") is that
    of an article of the same chapter.
    """
    none: list[tuple[Delay, ...]] = [() for _ in articles]
    if language is None:
        return none
    found: dict[tuple[str, str], list[Delay]] = defaultdict(list)
    for article in articles:
        for number, delay in _said(article.text, language, parties):
            if number != _number(article):
                found["" if "." in number else chapter_of(article), number].append(delay)
    if not found:
        return none
    return [
        tuple(dict.fromkeys((*found.get(("", number), ()), *found.get((chapter_of(article), number), ()))))
        if (number := _number(article))
        else ()
        for article in articles
    ]


def _number(article: Member) -> str:
    match = _NUMBER.search(plain(article.number))
    return match.group(1) if match else ""


def _said(text: str, language: CompiledLanguage, parties: tuple[str, ...]) -> Iterator[tuple[str, Delay]]:
    """(number of an article, who has time to comply with it) for each that a sentence names."""
    times, regexes = _MAY_SAY[language.words.language]
    if not any(time in text for time in times) or not any(regex.search(text) for regex in regexes):
        return
    for sentence in _SENTENCE.split(plain(text[:_READ])):
        if "articul" not in sentence and "article" not in sentence:
            continue
        sentence = _BRACKETS.sub(lambda match: " " * len(match.group()), sentence)
        if not language.transition.search(sentence):
            continue
        for regex in language.exemptions.exempt:
            match = regex.search(sentence)
            if match is None:
                continue
            before, behind = sentence[: match.start()], sentence[match.end() :]
            if match.lastgroup == "to":
                what, (named, _) = before[-_BEFORE:], language.bound.listed(behind[:_BEHIND])
            else:
                what, named = behind, language.bound.subject_of(before[-_BEFORE:])
            who = narrowed(named, parties) if named else ()
            if who:
                yield from _articles(what, who)
                break


def _articles(what: str, who: tuple[str, ...]) -> Iterator[tuple[str, Delay]]:
    for match in _ARTICLE.finditer(what):
        number, under, in_brackets = match.groups()
        of = _PARAGRAPH_OF.search(what[: match.start()])
        yield number, Delay(who, under or in_brackets or (of.group(1) if of else ""))
