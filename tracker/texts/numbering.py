"""Article numbers: their forms, how they are compared, and which one follows which."""

import re
from dataclasses import dataclass
from functools import lru_cache

_WORDS = {
    **{
        word: value
        for value, words in enumerate(
            (
                "one first uno primero primera un premier premiere",
                "two second dos segundo segunda deux deuxieme",
                "three third tres tercero tercera trois troisieme",
                "four fourth cuatro cuarto cuarta quatre quatrieme",
                "five fifth cinco quinto quinta cinq cinquieme",
                "six sixth seis sexto sexta sixieme",
                "seven seventh siete septimo septima sept septieme",
                "eight eighth ocho octavo octava huit huitieme",
                "nine ninth nueve noveno novena neuf neuvieme",
                "ten tenth diez decimo decima dix dixieme",
                "eleven once undecimo onze",
                "twelve doce duodecimo douze",
                "thirteen trece treize",
                "fourteen catorce quatorze",
                "fifteen quince quinze",
                "sixteen dieciseis seize",
                "seventeen diecisiete",
                "eighteen dieciocho",
                "nineteen diecinueve",
                "twenty veinte vingt",
            ),
            start=1,
        )
        for word in words.split()
    },
    "thirty": 30,
    "treinta": 30,
    "trente": 30,
    "forty": 40,
    "fifty": 50,
}
_LATIN_SUFFIXES = {"bis": "B", "ter": "C", "quater": "D", "quinquies": "E"}
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MAX_WORD = 50

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
WORD_NUMBER = rf"(?:(?:twenty|thirty|forty)[\s-](?:{_UNITS})|{_WORD})"

ARTICLE_NUMBER = (
    r"(?:"
    r"[A-Z]{2,8}\.\d{1,3}"  # DIGIT.1
    r"|(?:[A-Z]{1,2}\s?[-–.]\s?)?\d{1,4}(?:º|°|ª|er\b|o\b)?(?:(?:\s?[-–.]\s?|:)\d{1,3})*"  # 14, 14.11, 4-05, G-01
    r"(?:\s?[-–]\s?[A-Z]{1,2}(?![\w’'])|[A-Z]{1,2}(?![\w’'])|\s?\([A-Z]\)"  # 8.61-X, 9A, 17 (A)
    r"|[a-z](?![\w’'])"  # 2a
    r"|\s?(?i:bis|ter|quater|quinquies)(?:[.\s]?\d{1,2})?(?!\w))?"
    r"|[IVXLC]{1,8}(?:\s?[-–.:]\s?\d{1,3})*(?:\s?(?i:bis|ter)(?!\w))?(?![\w’'])"  # XIII.2
    rf"|(?i:{WORD_NUMBER})(?!\w)"
    r")"
)
"""Pattern source for an article's number, without the word "Article" before it."""


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
    tokens = re.findall(r"\d+|[A-Za-z]+", re.sub(r"(?<=\d)(?:º|°|ª|er\b|o\b)", "", text))
    prefix, path, suffix = "", [], ""
    for position, token in enumerate(tokens):
        if token.isdecimal():
            path.append(int(token))
        elif position == 0 and len(tokens) > 1 and _roman(token) is None:
            if len(token) == 1:
                path.append(_letter_value(token))
            else:
                prefix = token.upper()
        elif position == 0 and (value := _roman(token)) is not None:
            path.append(value)
        elif token.lower() in _LATIN_SUFFIXES:
            suffix = _LATIN_SUFFIXES[token.lower()]
        elif path:
            suffix = token.upper()
    return ArticleNumber(prefix, tuple(path), suffix) if path else None


def follows(earlier: ArticleNumber, later: ArticleNumber) -> bool:
    """Whether `later` is the very next number (8.60, 8.61, 8.61-A, 8.61-B, 8.62; 8.9, 9.1)."""
    if earlier.prefix != later.prefix or len(earlier.path) != len(later.path):
        return False
    if earlier.path == later.path:
        return _next_suffix(earlier.suffix) == later.suffix or (not earlier.suffix and later.suffix == "B")
    if later.suffix:
        return False
    if earlier.path[:-1] == later.path[:-1]:
        return later.path[-1] == earlier.path[-1] + 1
    return later.path[-1] == 1 and later.path[:-1] > earlier.path[:-1]


def number_between(earlier: ArticleNumber, later: ArticleNumber) -> str | None:
    """The single number missing between two (8.73 between 8.72 and 8.74), as printed; else None."""
    same_chapter = earlier.path[:-1] == later.path[:-1] and earlier.prefix == later.prefix
    if not same_chapter or later.path[-1] != earlier.path[-1] + 2 or later.suffix:
        return None
    path = (*earlier.path[:-1], earlier.path[-1] + 1)
    return ".".join(([earlier.prefix] if earlier.prefix else []) + [str(part) for part in path])


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


def _next_suffix(suffix: str) -> str:
    """A after nothing, B after A, AA after Z."""
    if not suffix:
        return "A"
    head, last = suffix[:-1], suffix[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return _next_suffix(head) + "A"


def _word_value(text: str) -> int:
    return sum(_WORDS[word] for word in re.split(r"[\s-]+", text.lower()))


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


_ARTICLE_WORD = re.compile(r"^(?:article|art[íi]culo|art)\b\.?", re.IGNORECASE)


def plain_number(printed: str) -> str:
    """An article's number without the word before it, so that sources that print it otherwise agree on it."""
    return _ARTICLE_WORD.sub("", printed.strip()).strip(" .:").casefold()
