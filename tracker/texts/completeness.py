"""What a text lacks by its own account: chapters and annexes that it cites and that are not in it.

A text that ends at chapter 13 and refers to its "Chapter 24 (Final Provisions)" is cut short; one that refers to its
"Annex 13-B" and has no such annex is here without it. Chapters of the Harmonized System and parts of other treaties
are cited in the same words, so a citation counts only where the words around it show that this agreement is meant.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tracker.texts.annex_kinds import Place, goods_only
from tracker.texts.numbering import WORD_NUMBER, parse_number
from tracker.texts.types import AgreementText, ArticleText, ChapterText

CHAPTERS = "chapters"
ARTICLES = "articles"
ANNEXES = "annexes"
GOODS_ANNEXES = "goods_annexes"
GIVEN_UP = "given_up"
"""Beginnings of the codes, before a colon: `chapters:14-24`, `articles:2.1-2.5`, `annexes:11-C,13-B`,
`goods_annexes:2-A`: annexes that can only be of goods, `given_up:2.3`: articles that are here and were too costly to
search."""

UNNUMBERED = "?"
"""Stands in `given_up` for an article without a number."""

Paths = tuple[tuple[int, ...], ...]
"""The numbers of the articles of a text, in order: (14, 11) for 14.11."""

_HIGHEST = 40
"""No trade agreement has more chapters; the Harmonized System has 97."""

_LEAST = 2
"""Citations that show that there is a chapter which is not here; one alone may be of another text."""

_LEAST_RUN = 3
"""Numbers of articles in a row that are not here: one or two may be misprinted, or left out by the Parties."""

_DOTTED_SHARE = 0.7

_ROMAN = r"(?=[IVXL])(?:XL|X{0,3})(?:IX|IV|V?I{0,3})"
_CHAPTER_NUMBER = rf"(?:\d{{1,2}}|{_ROMAN}|(?i:{WORD_NUMBER}))(?![\w’']|[.,]\d)"
_LABEL = (
    r"(?:\d{1,4}(?:[-–.]\d{1,3})*(?:[-–.]?[A-Z](?:[-–.]?\d{1,2})?)?"
    rf"|{_ROMAN}(?:[-–.][A-Z0-9]{{1,3}})*"
    r"|[A-Z](?:[-–.]?\d{1,2})?)(?![\w’']|[.,]\d)"
)
_AND = r"(?:,?\s+(?:and|or|to|through|&|y|e|o|u|al?|et|ou|à)\s+|\s*,\s*)"
TITLED = re.compile(
    r"\s*\(\s?(?:(?:[A-ZÁÉÍÓÚ][\w’'áéíóúñ-]+|and|of|the|for|to|in|on|y|e|de|del|la|las|los|el|al|a|en|con|et|des|du)[\s,]*){1,14}\)"
)
_OTHER_BEFORE = re.compile(
    r"(?:\b(?:1994|WTO Agreement|OMC|GATT|GATS|SCM Agreement)\b[^.;\n]{0,25}"
    r"|\b(?:HS|HTS|SA|SH)\s+|Harmoni[sz]ed System,?\s+)$"
)
"""Another text named just before: "GATT 1994, including Annex I", "HS Chapter 24". The citation's first letter, which
the patterns leave out, is cut off before."""

_CONTAINER = re.compile(
    r"^\s*(?:(?P<chapter>CHAPTER|CAP[IÍ]TULO|CHAPITRE)|(?P<annex>ANNEXE?|ANEXO))\b\s*(?P<number>.*)$",
    re.IGNORECASE,
)
_ENDS_LINE = re.compile(r"[ \t]*(?:[-–—:][^\n]*|\([^()\n]*\)[ \t]*)?(?:\n|$)")
_CLOSED = ".;:)"
"""A line with one of these signs at its end goes on in no heading."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A pattern of citations, and letters that each of them has: most articles lack them, and need not be searched.

    It is compiled when it is first needed: together they take 0.4 s of processor time, and most commands read no text.
    """

    source: str
    letters: str

    def finditer(self, body: str) -> Iterator[re.Match[str]]:
        """Every citation in a text."""
        return _compiled(self.source).finditer(body) if self.letters in body else iter(())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class CitationWords:
    """The words of one language: citations, what follows them where another text is meant, and what follows them where
    this one is."""

    chapter: tuple[Cited, ...]
    annex: tuple[Cited, ...]
    article: Cited
    other: re.Pattern[str]
    this: re.Pattern[str]


def _cited(word: str, item: str) -> tuple[Cited, Cited]:
    """Citations in small letters and in capitals. `word` lacks its first letter, so that a pattern begins with constant
    letters, which are found fastest."""
    items = rf"(?:\s+|-)(?P<items>{item}(?:{_AND}{item})*)"
    certain = max(re.sub(r"\[.*?\]|\(\?:.*?\)\??|.\?", " ", word).split(), key=len)
    return (
        Cited(word + items, certain),
        Cited(word.upper().replace(r"\S", r"\s") + items, certain.upper()),
    )


def _words(chapter: str, annex: str, article: str, other: str, this: str) -> CitationWords:
    return CitationWords(
        _cited(chapter, _CHAPTER_NUMBER),
        _cited(annex, _LABEL),
        _cited(article, r"\d{1,2}[.-]\d{1,2}(?![\w’']|[.,-]\d)")[0],
        re.compile(rf"(?:\s*\([^()]{{0,120}}\))*,?\s+(?:{other})"),
        re.compile(rf"(?:\s*\([^()]{{0,120}}\))?,?\s+(?:{this})"),
    )


CITATIONS = {
    "en": _words(
        "hapters?",
        r"nnex(?:es|ures?)?",
        "rticles?",
        r"(?:of|to|in|under|from)\s+(?!this\b|the present\b|its\b|their\b|Chapter|Title|Part\b|Article|Section|Annex"
        r"|the\s+Agreement(?!\s+(?:[Oo]n|[Oo]f|[Ee]stab|[Bb]etween|[Ff]or))|be\b|the\s+extent)|thereof\b",
        r"(?:of|to)\s+this\s+(?:Agreement|Treaty)",
    ),
    "es": _words(
        "ap[ií]tulos?",
        "nexos?",
        "rt[ií]culos?",
        r"(?:del?|al?)\s+(?!presente|est[ea]\b|conformidad|acuerdo\b|cada\b|(?:la\s+)?[Pp]arte|cap[ií]tulo|Cap[ií]tulo"
        r"|su\b|dicho\b)",
        r"(?:de\s+este|del\s+presente)\s+(?:Acuerdo|Tratado)",
    ),
    "fr": _words(
        "hapitres?",
        "nnexes?",
        "rticles?",
        r"(?:du|de|des|à|au)\s+(?!présent|cet|chapitre|Chapitre|la\s+présente)|de\s+l[’']",
        r"du\s+présent\s+(?:[Aa]ccord|[Tt]raité)",
    ),
}


def missing_parts(text: AgreementText) -> tuple[str, ...]:
    """Codes of what the text cites as its own and does not have: `chapters:14-24`, `annexes:11-C,13-B`,
    `goods_annexes:2-A`, and of articles whose numbers are skipped: `articles:4.1-4.3`.

    - Nothing is said of a language whose words are not known here, nor of chapters of a text that numbers none.
    - Every number in a code is the text's, chapters as arabic numbers in order; a range is closed.
    - Chapters between the last one here and the last one cited are lacking too.
    """
    words = CITATIONS.get(text.language)
    if words is None:
        return ()
    codes = []
    paths = _article_paths(text)
    if chapters := _missing_chapters(text, words, paths):
        codes.append(f"{CHAPTERS}:{_ranges(chapters)}")
    if articles := _missing_articles(text, paths):
        codes.append(f"{ARTICLES}:{','.join(articles)}")
    of_goods, others = _missing_annexes(text, words)
    codes += [f"{ANNEXES}:{','.join(others)}"] if others else []
    codes += [f"{GOODS_ANNEXES}:{','.join(of_goods)}"] if of_goods else []
    return tuple(codes)


def rules_missing(missing: Iterable[str]) -> tuple[str, ...]:
    """Of what a text lacks, what may hold rules on digital trade: all but annexes that can only be of goods."""
    return tuple(code for code in missing if code.partition(":")[0] != GOODS_ANNEXES)


def _articles(text: AgreementText) -> Iterator[tuple[ChapterText, ArticleText]]:
    return ((chapter, article) for chapter in text.chapters for article in chapter.articles)


def _bodies(text: AgreementText) -> Iterator[str]:
    return (article.text for _chapter, article in _articles(text))


def _missing_chapters(text: AgreementText, words: CitationWords, paths: Paths) -> list[int]:
    dotted = _dotted(paths)
    own, all_numbered = _own_chapters(text, words, paths if dotted else ())
    if not own:
        return []
    cited: Counter[int] = Counter()
    for body in _bodies(text):
        cited.update(number for number in _cited_chapters(body, words) if number not in own)
        if dotted:
            cited.update(number for number in _chapters_of_articles(body, words) if number not in own)
    end = max(own)
    beyond = [number for number in cited if number > end]
    gaps = [number for number in cited if number < end and cited[number] >= _LEAST] if all_numbered else []
    if sum(cited[number] for number in beyond) < _LEAST:
        return sorted(gaps)
    return [*sorted(gaps), *range(end + 1, max(beyond) + 1)]


def _own_chapters(text: AgreementText, words: CitationWords, dotted: Paths) -> tuple[set[int], bool]:
    """Chapters that are here, by their headings and by the articles' numbers that name a chapter (`dotted`), and
    whether all headings have a number that can be read (a misread one may be any chapter)."""
    own: set[int] = set()
    all_numbered = True
    for number in _container_numbers(text, "chapter"):
        value = _chapter_number(number)
        all_numbered = all_numbered and value is not None
        own |= {value} if value is not None else set()
    own |= {path[0] for path in dotted if len(path) > 1 and 0 < path[0] <= _HIGHEST}
    for body in _bodies(text):
        own |= {
            value
            for item in _headings_in(body, words.chapter)
            if (value := _chapter_number(item)) is not None
        }
    return own, all_numbered


def _container_numbers(text: AgreementText, kind: str) -> Iterator[str]:
    """The numbers of all chapters or annexes of the text as printed, without the chapters of annexes."""
    for chapter in text.chapters:
        attached = False
        for part in (chapter.number or "").split(", "):
            match = _CONTAINER.match(part)
            if match is not None and match[kind] and not (attached and match["chapter"]):
                yield match["number"].strip()
            attached = attached or (match is not None and match["annex"] is not None)


def _article_paths(text: AgreementText) -> Paths:
    values = (parse_number((article.number or "").rpartition(" ")[2]) for _, article in _articles(text))
    return tuple(value.path for value in values if value is not None)


def _missing_articles(text: AgreementText, paths: Paths) -> list[str]:
    """Runs of numbers between the first and the last article (of a chapter, where articles are numbered by chapter)
    that no article has and no line within another's text begins with: `2.1-2.5`.

    Nothing is said of a text numbered through in which more numbers are lacking than are here, nor of a chapter without
    a heading of its own: articles are numbered by hundreds there, or are another text's, which it changes.
    """
    dotted = _dotted(paths)
    headed = {(_chapter_number(number),) for number in _container_numbers(text, "chapter")}
    numbers: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
    for path in paths:
        if len(path) == (2 if dotted else 1):
            numbers[path[:-1]].add(path[-1])
    found = []
    for chapter, here in sorted(numbers.items()):
        lacking = [number for number in range(1, max(here)) if number not in here]
        if chapter not in headed if dotted else len(lacking) > len(here):
            continue
        for first, last in _runs(lacking):
            run = [_label_of(chapter, number) for number in range(first, last + 1)]
            if len(run) >= _LEAST_RUN and not any(_stands_in(text, label) for label in run):
                found.append(f"{run[0]}-{run[-1]}")
    return found


def _label_of(chapter: tuple[int, ...], number: int) -> str:
    return ".".join(str(part) for part in (*chapter, number))


def _stands_in(text: AgreementText, label: str) -> bool:
    """Whether a line within an article begins with the number: the words are here, under another article."""
    heading = re.compile(
        rf"^[\s#*]*(?:art\S*\s+)?{re.escape(label)}(?![\w’'.-]*\d)", re.IGNORECASE | re.MULTILINE
    )
    return any(heading.search(body) for body in _bodies(text))


def _dotted(paths: Paths) -> bool:
    """Whether articles are numbered by chapter and article, as 14.11 or 4-05."""
    return sum(len(path) == 2 for path in paths) > _DOTTED_SHARE * len(paths)


def _cited_chapters(body: str, words: CitationWords) -> Iterator[int]:
    """Chapters cited with their title in brackets, or as "of this Agreement"."""
    for match in words.chapter[0].finditer(body):
        if not (TITLED.match(body, match.end()) or words.this.match(body, match.end())):
            continue
        if not is_of_another_text(body, match, words):
            for item in re.split(_AND, match["items"]):
                if (value := _chapter_number(item)) is not None:
                    yield value


def _chapters_of_articles(body: str, words: CitationWords) -> Iterator[int]:
    for match in words.article.finditer(body):
        if not is_of_another_text(body, match, words):
            for item in re.split(_AND, match["items"]):
                number = int(re.split(r"\D", item)[0])
                if 0 < number <= _HIGHEST:
                    yield number


def is_of_another_text(body: str, match: re.Match[str], words: CitationWords) -> bool:
    """Whether a citation, found in `body` without its first letter, is of another text."""
    before = body[max(0, match.start() - 60) : match.start() - 1]
    return words.other.match(body, match.end()) is not None or _OTHER_BEFORE.search(before) is not None


def _headings_in(body: str, patterns: Iterable[Cited]) -> Iterator[str]:
    """Numbers of headings that stand as lines by themselves within an article's text."""
    for pattern in patterns:
        for match in pattern.finditer(body):
            line = body.rfind("\n", 0, match.start()) + 1
            if body[line : match.start()].strip(" \t#*")[1:] or not _ENDS_LINE.match(body, match.end()):
                continue
            above = body[:line].rstrip()[-1:]
            if not above or above in _CLOSED:
                yield match["items"]


def _chapter_number(printed: str) -> int | None:
    printed = printed.strip(" .:–—-")
    match = re.match(_CHAPTER_NUMBER, printed)
    value = parse_number(match[0]) if match else None
    if value is None or len(value.path) != 1 or value.suffix or not 0 < value.path[0] <= _HIGHEST:
        return None
    return value.path[0]


def _missing_annexes(text: AgreementText, words: CitationWords) -> tuple[list[str], list[str]]:
    """Labels of annexes, each as first printed, in order: those that can only be of goods, and all others."""
    own = {_parts(number) for number in _container_numbers(text, "annex")}
    cited: Counter[tuple[str, ...]] = Counter()
    printed: dict[tuple[str, ...], str] = {}
    places: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for chapter, article in _articles(text):
        body = article.text
        own |= {_parts(item) for item in _headings_in(body, words.annex)}
        for match in words.annex[0].finditer(body):
            other = is_of_another_text(body, match, words)
            for item in re.split(_AND, match["items"]):
                label = _parts(item)
                cited[label] += -1 if other else 1
                printed.setdefault(label, item)
                if not other:
                    places[label].append(Place(chapter, article, match.start() - 1, match.end()))
    here = {parts[:length] for parts in own for length in range(1, len(parts) + 1)}
    lacking = [
        parts
        for parts, count in cited.items()
        if count > 0
        and not any(parts[:length] in own for length in range(1, len(parts) + 1))
        and parts not in here
    ]
    by_number = _chapters_by_number(text)
    of_goods = {
        label
        for label in lacking
        if goods_only(places[label], by_number.get(label[0]) if len(label) > 1 else None)
    }
    ordered = sorted(lacking, key=_order)
    return (
        [printed[label] for label in ordered if label in of_goods],
        [printed[label] for label in ordered if label not in of_goods],
    )


def _chapters_by_number(text: AgreementText) -> dict[str, ChapterText]:
    """Chapters by their number in arabic digits, where each has one of its own."""
    found: dict[str, ChapterText] = {}
    for chapter in text.chapters:
        match = _CONTAINER.match(chapter.number or "")
        value = _chapter_number(match["number"]) if match is not None and match["chapter"] else None
        if value is not None:
            found.setdefault(str(value), chapter)
    return found


def _parts(label: str) -> tuple[str, ...]:
    """The parts of a label, so that 13-B, 13.B and 13B are the same."""
    return tuple(re.findall(r"\d+|[A-Z]+", label.upper()))


def _order(parts: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Numbers before letters, roman numbers by value."""
    keys = []
    for part in parts:
        if part.isdecimal():
            keys.append((0, int(part), ""))
        elif re.fullmatch(_ROMAN, part) and (value := parse_number(part)) is not None:
            keys.append((1, value.path[0], ""))
        else:
            keys.append((2, 0, part))
    return keys


def _ranges(numbers: list[int]) -> str:
    """Numbers in order as 2,14-24."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in _runs(numbers))


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers in order."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] + 1 == number:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
