"""Heading lines: is this line the heading of an article, a chapter, an annex, and what does it say?

This module looks at the line alone. Whether a line like "Article 8.3" is a heading or the end of a broken sentence is
decided in `outline`, by the lines around it and by the sequence of numbers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.texts.numbering import ARTICLE_NUMBER, WORD_NUMBER, ArticleNumber, parse_number
from tracker.texts.openings import NOT_IN_PHRASE, OPENS

ATTACHED = frozenset(("annex", "appendix"))
"""Kinds of containers that are attached to the agreement's own text: annexes, protocols, letters; appendices."""

MAX_TITLE = 220
"""Longest title of an article or chapter (characters)."""

_ARTICLE = re.compile(
    r"^(?P<quote>[“\"'«‘]\s?)?"
    r"(?P<word>ART(?:[IÍ]T?){1,2}CULO|Art[ií]culo|ART[IÍ]?C[LIT]E|Artic[li]e|ARTICULE|ARTIGO|Artigo|ART[IÍ]KEL|Artikel"
    r"|ARTICOLO|Articolo|Art\.|ART\.|Art(?=\s)|ART(?=\s))"
    r"(?P<gap>\s*(?:[-–:]\s*|N[oO°º.]+\s*)?)"
    rf"(?P<number>{ARTICLE_NUMBER})"
    r"(?P<mark>\s*(?:[.:]?\s*[-–—]+|[.:]-?)(?=\s|$|[A-ZÁÉÍÓÚ“\"]))?"
    r"(?P<rest>.*)$"
)
_BELIEVED = re.compile(
    r"^(?P<word>ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|ARTIGO|Artigo|ART\.|Art\.|(?P<sign>§))\s*"
    r"(?P<number>\d{1,4}(?(sign)(?=$|[\s.:–-])|(?:\s?[./–-]?\s?\(?(?:\d{1,3}|[A-Za-z]{1,2})\)?(?=$|[\s.:–-]))+))"
    r"\s*[.:–-]*(?:\s+(?P<rest>[^a-z\s,;)].*))?$"
)
"""A line that the source marks as a heading, with a number that would count as a reference elsewhere (2/1, 2 (a)), or
with the sign of a section for the word."""

_CONTAINER_WORDS = {
    "chapter": r"CHAPTER|Chapter|CHAP\.|Chap\.|CAP[IÍ]TULO|Cap[ií]tulo|CHAPITRE|Chapitre",
    "title": r"TITLE|Title|T[IÍ]TULO|T[ií]tulo|TITRE|Titre",
    "part": r"PART|Part|PARTE|Parte|PARTIE|Partie",
    "section": r"SECTION|Section|SECCI[OÓ]N|Secci[oó]n|SEC?[ÇC][AÃ]O|Sec?[çc][aã]o",
    "subsection": r"SUB-?\s?SECTION|Sub-?\s?[Ss]ection|SUBSECCI[OÓ]N|Subsecci[oó]n|SOUS-SECTION|Sous-section",
    "annex": r"ANNEXE?|Annexe?|ANEXO|Anexo|PROTOCOL[OE]?|Protocol[oe]?|SCHEDULE|Schedule"
    r"|SIDE LETTER|Side [Ll]etter|EXCHANGE OF (?:LETTERS|NOTES)|Exchange of (?:Letters|Notes)"
    r"|JOINT DECLARATION|Joint Declaration|CANJE DE (?:CARTAS|NOTAS)|DECLARACI[OÓ]N CONJUNTA"
    r"|[EÉ]CHANGE DE LETTRES|D[EÉ]CLARATION COMMUNE",
    "appendix": r"APPENDI(?:X|CE)|Appendi(?:x|ce)|AP[EÉ]NDICE|Ap[eé]ndice|ATTACHMENT|Attachment|EXHIBIT|Exhibit"
    r"|ADJUNTO|Adjunto",
}
_CONTAINER = re.compile(
    "^(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _CONTAINER_WORDS.items())
    + r")(?P<plural>S|s)?(?=\W|_|\d|[A-RT-Z]?$)(?:(?P<gap>\s*(?:[-–:]\s*|N[oO°º.]+\s*)?)"
    rf"(?P<number>(?i:{WORD_NUMBER})(?!\w)|\d{{1,3}}(?:\.?[º°ª]|er\b)?(?:[-–.]?[A-Z0-9]{{1,3}})*(?!\w)|[IVXLC]{{1,7}}(?:[-–.][A-Z0-9]{{1,3}})*(?!\w)"
    r"|[A-Z](?:[-–.]?\d{1,2})?(?!\w)))?"
    r"(?P<mark>\s*(?:[.:]?\s*[-–—]+|[.:]-?))?(?P<rest>.*)$"
)
_ORDINAL_FIRST = re.compile(
    rf"^(?P<number>(?i:{WORD_NUMBER}))\s+(?:"
    + "|".join(f"(?P<{kind}>{_CONTAINER_WORDS[kind]})" for kind in ("chapter", "title", "part", "section"))
    + r")(?P<mark>\s*(?:[.:]?\s*[-–—]+|[.:]-?))?(?:\s+(?P<rest>\S.*))?$"
)
"""A container with its number first, in capitals: "PREMIÈRE PARTIE", "FIRST CHAPTER"."""

_PREAMBLE = re.compile(
    r"^(?:THE\s+)?(?:PREAMBLE|PRE[AÁ]MBULO|PR[EÉ]AMBULE|PRE[AÂ]MBULO)\s*[:.]?$", re.IGNORECASE
)
_GLUED_TO = frozenset(("ANNEX", "APPENDIX", "CHAPTER", "SECTION"))
"""Words after which a letter without a space between is the number ("ANNEXB")."""

_UNNUMBERED = re.compile(
    r"(?:on|concerning|regarding|relating|to|of|for|sobre|relativ[oa]|al?|del?|para|sur|relatif|concernant|du)\b",
    re.IGNORECASE,
)
"""The words after "Annex" or "Protocol" where a title takes the place of the number ("Annex on Financial Services")."""

_ATTACHED_TO = re.compile(
    r"(?:to|of|al?|del?|à|au|du|de)\s(?:(?:the|this|el|la|le|l['’])\s?)?"
    r"(?:AGREEMENT|PROTOCOL|CHAPTER|ANNEX|DECISION|Agreement|Protocol|Chapter|Annex|Decision"
    r"|ACUERDO|TRATADO|PROTOCOLO|CAP[IÍ]TULO|ANEXO|Acuerdo|Tratado|Protocolo|Cap[ií]tulo|Anexo"
    r"|ACCORD|PROTOCOLE|CHAPITRE|ANNEXE|Accord|Protocole|Chapitre|Annexe)"
    r"(?:\s(?:\d{1,2}|[IVXLC]{1,6}|[A-Z])(?:[-–.]?[A-Z0-9]{1,2})?(?!\w))?"
    r"(?:\s*[.:–—-]\s*|\s+|$)(?P<title>(?![a-z(,;])(?:[^a-z]*|[A-ZÁÉÍÓÚ][^.;:]*))$"
)
"""What an annex is attached to, between its number and its title: "ANNEX I to Protocol 1 INTRODUCTORY NOTES"."""

_MAY_BEGIN = re.compile(
    r"[“\"'«‘\[]?\s?(?:ART|CHA|CAP|TIT|T[IÍ]T|PART|SE[CÇ]|SUB|SOUS|ANN?EX|APP?[EÉ]N|PROTO|SCHED|SIDE L|EXCH"
    r"|JOINT D|CANJE|DECLARAC|[EÉ]CHANGE|D[EÉ]CLARAT|ATTACHM|EXHIBIT|ADJUNTO|(?:THE\s+)?PR[EÉ]"
    r"|(?-i:[A-ZÈÉ]{3,}(?:TH|ND|RD|ST|ER|R[AO]|[DNTV][AO]|[EÈ]ME|[EÈ]RE|NDE?)\s(?:CHAP|CAP|T[IÍ]T|PART|SEC)))",
    re.IGNORECASE,
)
"""Beginning of every line that can be a heading."""

_LONGEST_KEPT = 400
"""Characters of the longest line whose heading is kept for the next steps; a longer one is rarely a heading."""

_MORE_ARTICLES = re.compile(r"(?:(?:and|to|y|a|et|à|[,;–-])?\s*(?i:art[a-zí]*\.?)\s+\d[\w.()-]*\s*)+$")
"""A line of a table that only names articles ("Article 8 Article 9.2")."""

_SENTENCE_VERB = re.compile(
    r"\b(?:shall|may|must|will|agree|agrees|is|are|recogni[sz]es?|applies|apply|provided"
    r"|deber[aá]n?|podr[aá]n?|tendr[aá]n?|ser[aá]n?|es|son|significa|acuerdan|reconocen|aplicar[aá]n?|cuando"
    r"|doit|doivent|peut|peuvent|sont|est|conviennent|s'applique)\b"
)
_RUN_IN = re.compile(r"^(.{3,120}?)(?:\.\s*[-–—]+|[.:]|\s[-–—])\s+(?=[A-Z0-9(“\"ÁÉÍÓÚ])(.+)$")
_OPENED = re.compile(
    rf"^(?P<title>(?!{OPENS}\s|L['’])[A-ZÀ-Ý“(\[][^.;:,]{{2,120}}?){NOT_IN_PHRASE}\s+(?P<text>(?:1[.)]?\s(?=[A-ZÀ-Ý“])|\(1\)\s|(?!Parties){OPENS}\s|L['’][a-z]).+)$"
)
"""A title with nothing but a space before the first paragraph's number or the first word of the text."""

_FOOTNOTE_DIGITS = re.compile(r"(?:(?:(?<=[a-zé)\]’'\"])|(?<=[A-Z]{3}))\d{1,3}|\s*[\[(]\d{1,3}[\])])$")
_TWO_STOPS = re.compile(r"^[^.:]{3,}\.\s+[A-ZÀ-Ý][^.]*\s[^.]*\.$")
"""A title and a short sentence, both with a full stop: "Fees. No fee is due."."""

_OPENS = re.compile(rf"(?:1[.)]?|\(1\))?\s?{OPENS}\s")
_LONG_SENTENCE = 40
"""Characters from which words that open like a sentence and end like one are one, whatever its verb."""

_ENDS_WITH_ENUMERATOR = re.compile(r"\s\(?1$")
_ENCLOSED = re.compile(r"[(\[“\"](?P<title>[^()\[\]“”\"]+)[)\]”\"]\.?")
_STOP_AND_DASH = re.compile(r"\.\s?[–—-]*$")
_SPACED_NUMBER = re.compile(r"\s*([-–.:])\s*(?=\w)")
_TRAILING_DOTS = re.compile(r"\s*[.·…_]{4,}\s*$")
_TRAILING_PAGE = re.compile(r"\s+[-–]\s?\d{1,3}\s?[-–]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that reads like a heading.

    - `kind`: "article", "preamble" or a container's: "chapter", "title", "part", "section", "subsection",
      "annex" (also a protocol, a schedule, a letter), "appendix".
    - `printed`: the number with its word as printed ("ARTICLE 8.61-X"); `value`: the number to compare.
    - `title`: the title on the same line; `body`: the text that begins on the same line.
    - `quoted`: an opening quotation mark precedes it; `marked_off`: a colon, dot or dash separates the title;
      `lost_space`: there is no space between the word and the number.
    - `misread`: the number as printed, where it was corrected.
    - `named`: a title takes the place of the number ("Annex on Financial Services", "SIDE LETTER").
    """

    kind: str
    printed: str
    value: ArticleNumber | None
    title: str | None = None
    body: str | None = None
    quoted: bool = False
    marked_off: bool = False
    lost_space: bool = False
    misread: str | None = None
    named: bool = False


def recognise(line: str) -> Heading | None:
    """The heading a line reads like, or None. A line that continues a sentence is not a heading."""
    if not _MAY_BEGIN.match(line):
        return None  # nearly every line: it costs next to nothing
    return _read(line) if len(line) <= _LONGEST_KEPT else _read_heading(line)


def _read_heading(line: str) -> Heading | None:
    line = _TRAILING_PAGE.sub("", _TRAILING_DOTS.sub("", line))
    if line[0] == "[":
        line = _without_brackets(line)
    if is_preamble(line):
        return Heading("preamble", line, None)
    if match := _ARTICLE.match(line):
        return _article(match)
    if match := _CONTAINER.match(line):
        return _container(match)
    if line.isupper() and (match := _ORDINAL_FIRST.match(line)):
        return _ordinal_first(match)
    return None


_read = lru_cache(maxsize=2_048)(_read_heading)
"""Every step of reading a text asks about the same lines, so answers are kept."""


def _without_brackets(line: str) -> str:
    """A line of a draft without the brackets around all of it, or around its first words ("[Article 4] Scope")."""
    inner, _closing, rest = line[1:].partition("]")
    return line if "[" in inner else f"{inner.strip()} {rest.strip()}".strip()


def recognise_marked(line: str) -> Heading | None:
    """The heading that a line reads like which its source marks as one: its word is believed."""
    heading = recognise(line)
    if heading is not None or not (match := _BELIEVED.match(line)):
        return heading
    number = " ".join(match["number"].split())
    value = parse_number(number)
    if value is None:
        return None
    title, body = _split_run_in((match["rest"] or "").strip())
    return Heading("article", f"{match['word']} {number}", value, title, body, marked_off=True)


def is_preamble(line: str) -> bool:
    """Whether a line is the heading of a preamble."""
    return _PREAMBLE.match(line) is not None


def is_title(text: str) -> bool:
    """Whether a line can be the title of an article or chapter: short, capitalised, not a sentence."""
    if not 2 < len(text) <= MAX_TITLE or text[-1] in ";,:" or text[0].islower():
        return False
    if re.match(r"^(?:\(?[a-z0-9ivx]{1,4}[.)]|[-–•*—])\s*", text):
        return False
    words = text.split()
    if text.isupper():
        return len(words) <= 40
    sentence = text.endswith(".") and (len(words) > 8 or bool(_SENTENCE_VERB.search(text)))
    return not sentence and not (len(words) > 6 and _SENTENCE_VERB.search(text)) and len(words) <= 30


def has_verb(text: str) -> bool:
    """Whether a line has a verb that titles do not have ("shall", "means")."""
    return _SENTENCE_VERB.search(text) is not None


def _article(match: re.Match[str]) -> Heading | None:
    number = _SPACED_NUMBER.sub(r"\1", match["number"].strip())
    value = parse_number(number)
    rest = match["rest"].strip()
    if value is None or _goes_on(rest, match["mark"] is not None) or _MORE_ARTICLES.match(rest):
        return None
    if match["gap"] == "" and not number[0].isdecimal():
        return None  # "Articles", "ARTICLEX": not a number after all
    title, body = _split_run_in(rest)
    return Heading(
        kind="article",
        printed=f"{match['word']} {number}",
        value=value,
        title=title,
        body=body,
        quoted=match["quote"] is not None,
        marked_off=match["mark"] is not None,
        lost_space=match["gap"] == "",
    )


def _container(match: re.Match[str]) -> Heading | None:
    kind = next(name for name in _CONTAINER_WORDS if match[name])
    word, number, rest = match[kind], match["number"], match["rest"].strip()
    if match["plural"] or number is None:
        return _unnumbered(match, kind)
    if not match["gap"] and not number[0].isdecimal() and word not in _GLUED_TO:
        return None  # "PARTY", "SCHEDULED": not a letter for a number
    if kind in ATTACHED and (belongs := _ATTACHED_TO.match(rest)) is not None:
        rest = belongs["title"]
    elif _goes_on(rest, match["mark"] is not None) or (rest[:1] == "(" and rest[-1] != ")"):
        return None
    if rest and not is_title(rest):
        return None
    return Heading(
        kind=kind,
        printed=f"{word} {number.strip()}",
        value=parse_number(number),
        title=clean_title(rest),
        marked_off=match["mark"] is not None,
    )


def _ordinal_first(match: re.Match[str]) -> Heading | None:
    kind = next(name for name in ("chapter", "title", "part", "section") if match[name])
    rest = (match["rest"] or "").strip()
    if rest and not is_title(rest):
        return None
    printed = f"{match['number']} {match[kind]}"
    return Heading(kind, printed, parse_number(match["number"]), clean_title(rest))


def _unnumbered(match: re.Match[str], kind: str) -> Heading | None:
    """An annex, appendix, protocol or letter with a title instead of a number, or with neither."""
    if kind not in ATTACHED:
        return None
    word = match[kind] + (match["plural"] or "")
    rest = match[0][len(word) :].strip()
    if not rest:
        return Heading(kind, word, None, named=" " in word) if word.isupper() else None
    in_capitals = match[0].isupper() and len(rest.split()) > 1  # "ANNEX MODIFICATIONS TO THE AGREEMENT"
    if not (_UNNUMBERED.match(rest) or in_capitals) or not is_title(match[0]):
        return None
    if _SENTENCE_VERB.search(rest) or rest[-1] == ".":
        return None
    return Heading(kind, word, None, clean_title(match[0]), named=True)


def _goes_on(rest: str, marked_off: bool) -> bool:
    """Whether the words after the number show that the line is part of a sentence."""
    if not rest:
        return False
    if rest[0] in ",;)" or (rest[0].islower() and not marked_off):
        return True
    if rest[0] == "(":  # "Article 3 (Scope)" may be a heading, "Article 3 (Scope), and" and "(b)" are not
        return re.fullmatch(r"\([^()]{3,}\)", rest) is None or rest[1:2].islower()
    return rest[0] in "./" and rest[1:2].isalnum() and not (rest[1].isupper() and rest[2:3].islower())


def _split_run_in(rest: str) -> tuple[str | None, str | None]:
    """Title and beginning of the text, where both are on the heading's line."""
    if not rest:
        return None, None
    match = _RUN_IN.match(rest)
    if (
        match
        and is_title(match[1])
        and not _ENDS_WITH_ENUMERATOR.search(match[1])
        and not _SENTENCE_VERB.search(match[1])
        and (has_verb(match[2]) or (_is_sentence(match[2]) and not _OPENS.match(match[1])))
    ):
        return clean_title(match[1]), match[2]
    if (
        match
        and _TWO_STOPS.search(rest)
        and not _OPENS.match(rest)
        and is_title(match[1])
        and not has_verb(match[1])
        and not _ENDS_WITH_ENUMERATOR.search(match[1])
    ):
        return clean_title(match[1]), match[2]
    if is_title(rest):
        return clean_title(rest), None
    opened = _OPENED.match(rest)
    if (
        opened
        and is_title(opened["title"])
        and not has_verb(opened["title"])
        and _is_sentence(opened["text"])
    ):
        return clean_title(opened["title"]), opened["text"]
    return None, rest


def _is_sentence(text: str) -> bool:
    """Whether words behind a title are a sentence: they have a verb, or open like one, are long and end with a stop."""
    return has_verb(text) or (
        len(text) >= _LONG_SENTENCE and text[-1] in ".;:" and _OPENS.match(text) is not None
    )


def clean_title(text: str) -> str | None:
    """A title without doubled spaces, the signs that separate it, and a footnote mark attached to it."""
    words = " ".join(text.split()).lstrip(".")
    cleaned = _FOOTNOTE_DIGITS.sub("", _STOP_AND_DASH.sub(".", words).strip(" \t:–—-"))
    if enclosed := _ENCLOSED.fullmatch(cleaned):
        cleaned = enclosed["title"]
    return cleaned or None
