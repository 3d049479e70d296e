"""Agreements that incorporate another text by reference: reported as a remark, since the few articles of such an
agreement would otherwise be read as an absence of rules.

Continuity agreements ("the provisions of the EU-Arcadia Agreement are incorporated into this Agreement, mutatis
mutandis") have hardly any articles of their own. Incorporating an article of the GATT, or an agreement of the WTO, is
not reported: nearly every agreement does, and it hides nothing.
"""

import re
from collections.abc import Sequence

from tracker.texts.types import ChapterText

_VERB = re.compile(
    r"\b(?:(?:shall be|are|is|being)\s+(?:hereby\s+)?incorporated|se\s+incorporan?|(?:sont|est)\s+incorporée?s?)\b",
    re.IGNORECASE,
)
_INTO_THIS = re.compile(
    r"\b(?:part of,?\s*|(?:into|in|al?|en|au|à|dans),?\s+)(?:(?:and|y|et)\s+[\w ]{3,30},?\s)?"
    r"(?:this|el|este|le|la|cet)?\s*(?:presente|présente?)?\s*"
    r"(?:Agreement|Instrument|Treaty|Protocol|Acuerdo|Tratado|Protocolo|accord|traité|protocole)\b",
    re.IGNORECASE,
)
_PROPER = r"CETA|TPP|NAFTA"
"""Short names that name one agreement by themselves."""

_AGREEMENT = (
    rf"Agreements?|Treaty|Partnership|Protocol|Convention|{_PROPER}|FTA|Acuerdos?|Tratados?|Asociación|Convenio"
    r"|[Aa]ccords?|[Tt]raité|[Cc]onvention"
)
_ENTIRE = re.compile(rf"\b(?:{_AGREEMENT})\b")
_PARTIAL = re.compile(
    r"\b(?:articles?|paragraphs?|sub-?paragraphs?|annex(?:es)?|chapters?|sections?|part [IVX]+|schedules?|notes?"
    r"|art[ií]culos?|p[aá]rrafos?|anexos?|cap[ií]tulos?|secci[oó]n|paragraphes?|annexes?|chapitres?"
    r"|provisions?|disposici[oó]n(?:es)?|commitments|amendments?|obligations|definitions)\b",
    re.IGNORECASE,
)
_OF_THE_WTO = re.compile(
    r"(?:\bWTO|\b(?:GATT|GATS|TRIPS|TBT|SPS|GPA|OMC|AGCS|ADPIC|OTC|MSF|Safeguards?|Salvaguardias?"
    r"|World Trade Organi[sz]ation|Organización Mundial|Marrakesh"
    r"|Customs Valuation|Valoración|Import Licensing|Licencias|Technical Barriers"
    r"|Obstáculos Técnicos|Sanitary|Sanitarias|Rules of Origin|Subsidies|Anti-?dumping|Antidumping|Preshipment"
    r"|Agriculture|Agricultura|General Agreement|Acuerdo General|Government Procurement|Trade Facilitation Agreement"
    r"|Berne|Paris Convention|Rome Convention|WIPO|OMPI|Vienna|Aduaneros|Harmonized System)\b)"
)
_CHAPEAU = re.compile(
    r"^.*\b(?:the\s+)?(?:(?:provisions|terms|disposiciones|dispositions)\s+(?:of|del?|de la|de l['’]|du))\s+"
)
_NAMED = re.compile(r"\b(?:[Tt]he|[Ee]l|[Ll]as?|[Ll]os|[Ll]es?|l['’])\s*(?P<name>[A-ZÁÉ].*)$")
_HEREINAFTER = re.compile(r",?\s*\b(?:hereinafter|en adelante|ci-après)\b.*$")
_AS_OF = re.compile(
    r"\s*(?:\(whether\b|\bat the time of\b|\bas (?:it|they) stood?\b|\bas in force\b"
    r"|\bin effect immediately before\b).*$"
)
"""Words after an agreement's name that say which version of it is meant."""

_SENTENCE = re.compile(r"\b(?:has|have|had|is|are|was|were|shall|will|ha|han|est|sont)\b")
"""A verb shows that a clause, not a name, was found: "the period in the Agreement has not yet ended"."""

_ARTICLE = re.compile(r"^(?:(?:the|el|la|los|las|le|les)\s+|l['’])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+(?=[A-ZÁÉ(\d])|\n\s*\n|\n(?=\(?\w{1,3}[.)]\s)")
_CLAUSE = 800
"""Characters before the verb that are searched for what is incorporated."""

_MAX_NAME = 160
_MOST = 5
"""Most texts that are named."""


def incorporated(chapters: Sequence[ChapterText]) -> tuple[str, ...]:
    """A remark ("incorporates ... by reference (ARTICLE 2)") for each agreement that is incorporated as a whole."""
    remarks: dict[str, str] = {}
    for chapter in chapters:
        for article in chapter.articles:
            if "ncorpor" not in article.text and "NCORPOR" not in article.text:
                continue
            for name in _names_in(article.text):
                where = f" ({article.number})" if article.number else ""
                remarks.setdefault(name.casefold(), f"incorporates {name} by reference{where}")
    return tuple(remarks.values())[:_MOST]


def _names_in(text: str) -> list[str]:
    names = []
    for sentence in _SENTENCE_END.split(text):
        flat = " ".join(sentence.split())
        verb = _VERB.search(flat)
        if verb is None or _INTO_THIS.search(flat[verb.end() : verb.end() + 200]) is None:
            continue
        name = _name(flat[max(0, verb.start() - _CLAUSE) : verb.start()].strip(" ,"))
        if name is not None:
            names.append(name)
    return names


def _name(subject: str) -> str | None:
    """The agreement that a sentence says is incorporated; None for a part of a text and for agreements of the WTO."""
    stated = _CHAPEAU.match(subject)
    named = None if stated else _NAMED.search(subject)
    if not stated and (named is None or _PARTIAL.search(subject[: named.start()].rpartition(", ")[2])):
        return None  # "Article 9 of the ..."
    what = subject[stated.end() :] if stated else named["name"] if named else ""
    what = _AS_OF.sub("", _HEREINAFTER.sub("", _ARTICLE.sub("", what))).strip()
    entire = _ENTIRE.search(what)
    if (
        entire is None
        or _PARTIAL.search(what[: entire.end()] if stated else what)
        or _OF_THE_WTO.search(what)
        or _SENTENCE.search(what)
    ):
        return None
    bare = re.fullmatch(rf"(?:this|such|that|these|which)?\s*(?:{_AGREEMENT})", what)
    if bare is not None and re.fullmatch(_PROPER, what) is None:
        return None  # "this Agreement" itself, or one named in an earlier sentence
    if len(what) > _MAX_NAME:
        what = what[:_MAX_NAME].rpartition(" ")[0] + " …"
    return what.rstrip(" ,(")
