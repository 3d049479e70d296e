"""Article numbers: their forms, how they are compared, and which one follows which."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.texts.openings import OPENS
from tracker.texts.plain_letters import without_accents

_WORDS = {
    **{
        word: value
        for value, words in enumerate(
            (
                "one first uno primero primera primeiro um un premier premiere unico unica unique",
                "two second dos segundo segunda dois deux deuxieme seconde",
                "three third tres tercero tercera terceiro trois troisieme",
                "four fourth cuatro cuarto cuarta quatro quarto quarta quatre quatrieme",
                "five fifth cinco quinto quinta cinq cinquieme",
                "six sixth seis sexto sexta sixieme",
                "seven seventh siete septimo septima sete setimo setima sept septieme",
                "eight eighth ocho octavo octava oito oitavo oitava huit huitieme",
                "nine ninth nueve noveno novena nove nono nona neuf neuvieme",
                "ten tenth diez decimo decima dez dix dixieme",
                "eleven eleventh once undecimo onze onzieme",
                "twelve twelfth doce duodecimo doze douze douzieme",
                "thirteen thirteenth trece treze treize treizieme",
                "fourteen fourteenth catorce catorze quatorze quatorzieme",
                "fifteen fifteenth quince quinze quinzieme",
                "sixteen sixteenth dieciseis dezesseis dezasseis seize seizieme",
                "seventeen seventeenth diecisiete dezessete dezassete",
                "eighteen eighteenth dieciocho dezoito",
                "nineteen nineteenth diecinueve dezenove dezanove",
                "twenty twentieth veinte vigesimo vigesima vinte vingt vingtieme",
                *("veintiuno", "veintidos", "veintitres", "veinticuatro", "veinticinco"),
                *("veintiseis", "veintisiete", "veintiocho", "veintinueve"),
            ),
            start=1,
        )
        for word in words.split()
    },
    **dict.fromkeys(
        ("thirty", "thirtieth", "treinta", "trigesimo", "trigesima", "trinta", "trente", "trentieme"), 30
    ),
    **dict.fromkeys(
        ("forty", "fortieth", "cuarenta", "cuadragesimo", "quadragesimo", "quarenta", "quarante"), 40
    ),
    **dict.fromkeys(
        ("fifty", "fiftieth", "cincuenta", "quincuagesimo", "quinquagesimo", "cinquenta", "cinquante"), 50
    ),
    **dict.fromkeys(("sixty", "sixtieth", "sesenta", "sexagesimo", "sessenta", "soixante"), 60),
}
_LATIN_SUFFIXES = {
    word: chr(ord("B") + place)
    for place, word in enumerate(
        (
            "bis",
            "ter",
            "quater",
            "quinquies",
            "sexies",
            "septies",
            "octies",
            "nonies",
            "decies",
            "undecies",
            "duodecies",
            "terdecies",
            "quaterdecies",
            "quindecies",
            "sexdecies",
            "septdecies",
        )
    )
} | {"quinquiens": "E", "novies": "I"}
_LATIN = "|".join(sorted(_LATIN_SUFFIXES, key=len, reverse=True))
_TOKEN = re.compile(rf"\d+|[IVXLC]+(?=(?i:{_LATIN})(?!\w)|[a-d](?!\w))|[A-Za-z]+")
"""Numbers and words; a roman number that a Latin suffix or a small letter follows without a space is one of them
(XVIIIbis, IIa)."""

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MAX_WORD = 50

_LETTERS = str.maketrans({"a": "[aáâ]", "e": "[eéèê]", "i": "[ií]", "o": "[oóô]", "u": "[uú]"})


def _any_of(words: Iterable[str]) -> str:
    """Pattern source for any of some words, the longest first, with or without accents."""
    return "|".join(word.translate(_LETTERS) for word in sorted(words, key=len, reverse=True))


_WORD = _any_of(_WORDS)
_UNIT = _any_of(word for word, value in _WORDS.items() if value < 10)
_TENS = _any_of(
    ("decimo", "decima", "dix", *(word for word, value in _WORDS.items() if value >= 20 and value % 10 == 0))
)
WORD_NUMBER = rf"(?:(?:{_TENS})(?:[\s-]?(?:(?:y|e|et)[\s-])?(?:{_UNIT}))?|{_WORD})"
"""A number in words, in English, Spanish, French or Portuguese: Twenty-one, Vigésimo primero, Decimotercero."""

_WORD_PATTERN = re.compile(_WORD, re.IGNORECASE)

ARTICLE_NUMBER = (
    r"(?:"
    r"[A-Z]{2,8}\.\d{1,3}"  # DIGIT.1
    r"|(?:[A-Z]{1,2}\s?[-–.]\s?)?\d{1,4}(?:\.?[º°ª]|er\b|o\b)?"  # 14, G-1
    rf"(?:(?!\s?[-–.:]\s1[.)]\s{OPENS}\s)(?:\s?[-–.]\s?|:)\d{{1,3}})*"  # 14.11, 4-05, but not 14. 1. The Parties
    rf"(?:\s?[-–]\s?[A-Z]{{1,2}}(?![\w’'])|[A-Z]{{1,2}}(?![\w’'])(?:\s(?i:{_LATIN})(?!\w))?"  # 8.61-X, 9A, 9A bis
    r"|\s?\([A-Z]\)|(?<=\d)-[a-z](?![\w’'])"  # 17 (A), 2-a
    r"|(?:[a-z]|aa|bb|cc|dd|a[b-l])(?![\w’'])"  # 2a, 2ab
    r"|(?:\s(?![eoy])|[./])[A-Za-z](?=\s*(?:$|[.:–—-]+\s))"  # 2 a, 2 A, 2.a, 2/A by itself or before a mark
    rf"|\s?\((?i:{_LATIN})\)"  # 2(bis)
    rf"|\s?[-–.]?(?i:{_LATIN})(?:[.\s]?\d{{1,2}}|\s[A-Z](?=\s*(?:$|[.:–—-]+\s)))?(?!\w))?"  # 2 bis 1, 2 ter A
    r"|[IVX]{0,6}(?:IV|[IX])[a-d](?![\w’'])|[IVXLC]{1,8}(?:\s?[-–.:]\s?\d{1,3})*"
    rf"(?:\s?(?i:{_LATIN})(?!\w)|\s?[-–]\s?[A-Z](?!\w))?(?![\w’'])"  # XIII.2, VI-A
    rf"|(?i:{WORD_NUMBER})(?!\w)"
    r")"
)
"""Pattern source for an article's number, without the word "Article" before it."""


BLANK = "…"
"""The prefix of a number that is left open in a draft."""


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """A number one can compare: `prefix` letters that name a part, `path` of numbers, `suffix` letters.

    8.61-X is path (8, 61), suffix X; 132-AA is path (132,), suffix AA; DIGIT.1 has prefix DIGIT.
    """

    prefix: str
    path: tuple[int, ...]
    suffix: str


@lru_cache(maxsize=65536)
def parse_number(printed: str) -> ArticleNumber | None:
    """Read a printed number (without the word "Article"); None where it is none."""
    text = printed.strip().strip(".:-–() ")
    if re.fullmatch(WORD_NUMBER, text, re.IGNORECASE):
        return ArticleNumber("", (_word_value(text),), "")
    tokens = _TOKEN.findall(re.sub(r"(?<=\d)(?:\.?[º°ª]|er\b|o\b)", "", text))
    prefix, path, suffix = "", [], ""
    for position, token in enumerate(tokens):
        if token.isdecimal() and suffix:
            suffix += token  # 2 bis 1
        elif token.isdecimal():
            path.append(int(token))
        elif position == 0 and len(tokens) > 1 and _roman(token) is None:
            if len(token) == 1:
                path.append(_letter_value(token))
            else:
                prefix = token.upper()
        elif position == 0 and (value := _roman(token)) is not None:
            path.append(value)
        elif token.lower() in _LATIN_SUFFIXES:
            suffix += _LATIN_SUFFIXES[token.lower()]
        elif path and suffix:
            suffix += token.upper()  # 2 ter A
        elif path:
            suffix = token.upper()
    return ArticleNumber(prefix, tuple(path), suffix) if path else None


def follows(earlier: ArticleNumber, later: ArticleNumber) -> bool:
    """Whether `later` is the very next number (8.60, 8.61, 8.61-A, 8.61-B, 8.62; 8.9, 9.1)."""
    if earlier.prefix != later.prefix or len(earlier.path) != len(later.path):
        return False
    if earlier.path == later.path:
        return later.suffix in _suffixes_after(earlier.suffix)
    if later.suffix:
        return False
    if earlier.path[:-1] == later.path[:-1]:
        return later.path[-1] == earlier.path[-1] + 1
    return later.path[-1] == 1 and later.path[:-1] > earlier.path[:-1]


def numbers_between(earlier: ArticleNumber, later: ArticleNumber) -> list[str]:
    """The numbers missing between two (8.73 between 8.72 and 8.74), as printed; none between different chapters."""
    same_chapter = earlier.path[:-1] == later.path[:-1] and earlier.prefix == later.prefix
    if not same_chapter or later.suffix:
        return []
    before = [earlier.prefix] if earlier.prefix else []
    return [
        ".".join([*before, *map(str, (*earlier.path[:-1], last))])
        for last in range(earlier.path[-1] + 1, later.path[-1])
    ]


def repaired_suffix(earlier: ArticleNumber, printed: str) -> str | None:
    """`printed` with a digit that was read for a letter corrected (8.61-1 after 8.61-H is 8.61-I); else None."""
    match = re.fullmatch(r"(.*[-–]\s?)([10l])", printed.strip())
    if match is None or not earlier.suffix:
        return None
    letter = {"1": "I", "l": "I", "0": "O"}[match[2]]
    if _next_suffix(earlier.suffix) != letter:
        return None
    before = parse_number(match[1])
    return match[1] + letter if before is not None and before.path == earlier.path else None


def _suffixes_after(suffix: str) -> tuple[str, ...]:
    """What may follow: A or bis after nothing; C, BA, BB or B1 (of 2 bis 1) after B; the next letter after B1."""
    if not suffix:
        return "A", "B"
    letters = suffix.rstrip("0123456789")
    return _next_suffix(suffix), f"{suffix}1", f"{suffix}A", f"{suffix}B", _next_suffix(letters)


def _next_suffix(suffix: str) -> str:
    """A after nothing, B after A, AA after Z."""
    if not suffix:
        return "A"
    head, last = suffix[:-1], suffix[-1]
    if last.isdecimal():  # of 2 bis 1
        return suffix.rstrip("0123456789") + str(int(re.sub(r"\D", "", suffix)) + 1)
    if last != "Z":
        return head + chr(ord(last) + 1)
    return _next_suffix(head) + "A"


def _word_value(text: str) -> int:
    plain = without_accents(text).lower()
    return sum(_WORDS[match[0]] for match in _WORD_PATTERN.finditer(plain))


def _letter_value(letter: str) -> int:
    return ord(letter.upper()) - ord("A") + 1


def _roman(token: str) -> int | None:
    if not re.fullmatch(r"[IVXLC]+", token):
        return None
    values = [_ROMAN_VALUES[char] for char in token]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )


_ARTICLE_WORD = re.compile(r"^(?:article|art[íi]culo|artigo|art)\b\.?", re.IGNORECASE)


@lru_cache(maxsize=16384)
def plain_number(printed: str) -> str:
    """An article's number without the word before it, so that sources that print it otherwise agree on it."""
    return _ARTICLE_WORD.sub("", printed.strip()).strip(" .:").casefold()
