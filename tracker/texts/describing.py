"""Facts about an agreement, as far as its text and file name state them: name, parties, date, legal status."""

import re
from dataclasses import dataclass

from tracker.parties import countries_named_in, country_name, group, groups_named_in, is_group_code
from tracker.texts.dates import signature_date
from tracker.texts.naming import PROTOCOL_TITLE, TITLE_WORD, is_generic, title_in
from tracker.texts.page_titles import name_in_page_title
from tracker.texts.raw import RawDocument
from tracker.texts.structure import Structure
from tracker.texts.types import AgreementMeta, SourceLink

_COMMENT = re.compile(r"^#\s*(?P<title>[^|\n]+)\|\s*(?P<year>(?:19|20)\d\d)?\s*\|(?P<origin>[^\n]*)(?:\n|$)")
_COMMENT_DETAIL = re.compile(
    r"\s*(?:\(.*|,\s*(?:Ch(?:apter|\.)|Section|Arts?\b|Cap[ií]tulo).*)$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_PARTY_SCOPE = 1500
"""Characters of the opening in which the parties introduce themselves."""

_FIRST_PARTY = 120
"""Characters within which a preamble that introduces the parties names the first."""

_PREAMBLE_LINE = re.compile(r"^(?:preamble|pre[aá]mbulo|pr[eé]ambule)$|^$", re.IGNORECASE)
_WHAT_FOLLOWS = re.compile(
    r"\b(?:have agreed|hereby agree|agree as follows|conscious|recogni[sz]ing|recalling|desiring|desirous|inspired"
    r"|resolved|determined|considering|whereas|reaffirming|han (?:acordado|convenido)|convienen|conscientes"
    r"|reconociendo|deseos[oa]s|decidid[oa]s|considerando|sont convenu|conviennent|conscients?|reconnaissant"
    r"|d[eé]sireu(?:x|ses)|consid[eé]rant|rappelant)\b",
    re.IGNORECASE,
)

_PROTOCOL_ALONE = re.compile(r"PROTOCOL[EO]?$")
_TITLE_LINES = 6
"""Lines below that word among which the rest of the title is."""

_INTRODUCTION = re.compile(r"\b(?:between|entre)\b.*", re.IGNORECASE | re.DOTALL)
_DRAFT_WORDS = re.compile(
    r"\b(?:draft|bracketed|agreed text|consolidated (?:negotiating )?text|stabili[sz]ed text|text proposal"
    r"|text under negotiation|chair['’]?s text|proyecto de|borrador|projet de)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SourceComment:
    """A first line like `# Title | year | origin` that a collector put above the text."""

    title: str
    year: int | None
    origin: str


def take_comment(text: str) -> tuple[SourceComment | None, str]:
    """The collector's comment line, if the text begins with one, and the text without it."""
    match = _COMMENT.match(text)
    if match is None:
        return None, text
    year = int(match["year"]) if match["year"] else None
    return SourceComment(match["title"].strip(), year, match["origin"].strip()), text[match.end() :]


def describe(
    raw: RawDocument,
    structure: Structure,
    text: str,
    comment: SourceComment | None,
    page_title: str | None = None,
) -> tuple[AgreementMeta, list[str]]:
    """The facts a text states about itself, and a remark on each that was inferred or is unknown.

    `text` is the whole text, for the date of signature; `page_title` an HTML page's own title. Facts given with the
    text (`raw.overrides`) are not applied here, but a fact that they give is not remarked on.
    """
    given = raw.overrides
    remarks: list[str] = []
    file_name = raw.stem.replace("_", " ")
    title = _title(structure, comment, page_title)
    parties = _parties(title or "", file_name, structure)
    name = title or _name_from(parties, file_name)
    if title and is_generic(title) and len(parties) >= 2:
        name = f"{title} ({_name_from(parties, file_name)})"
    if comment is None and not given.name:
        remarks.append(f"name taken from the {'text' if title else 'file name'}: {name}")
    if len(parties) < 2 and not given.parties:
        remarks.append("its parties are not known; give them as --parties or in a file beside the text")
    years = [int(year) for year in _YEAR.findall(file_name)]
    year = (comment.year if comment else None) or (years[-1] if years else None)
    signed = signature_date(text, year)
    if signed is None and not given.date_signed:
        known = (
            f"the day of signature is not known, only the year {year}"
            if year
            else "date of signature not known"
        )
        remarks.append(f"{known}; give it as --signed or in a file beside the text")
    status = _legal_status(structure, file_name, comment)
    if not given.legal_status and (status != "signed" or (year is None and signed is None)):
        remarks.append(f"legal status taken as {status!r}; give it as --legal-status if that is wrong")
    meta = AgreementMeta(
        name=name,
        legal_status=status,
        date_signed=signed,
        parties=parties,
        original_parties=parties,
        sources=(SourceLink(raw.url, None, "full text"),) if raw.url else (),
        year=signed.year if signed else year,
    )
    return meta, remarks


def _title(structure: Structure, comment: SourceComment | None, page_title: str | None) -> str | None:
    if comment is not None:
        return _COMMENT_DETAIL.sub("", comment.title)
    if found := title_in(_opening(structure)):
        return found
    name = name_in_page_title(page_title or "")
    return name if name and TITLE_WORD.search(name) else None


def _opening(structure: Structure) -> tuple[str, ...]:
    """The lines with the title: before the first heading, or, of a protocol that begins with its word alone, from that
    word on ("PROTOCOL", and below it "to the Agreement on Kites"), or of one that is an annex, its title there."""
    if structure.opening or not structure.chapters:
        return structure.opening
    first = structure.chapters[0]
    titles = first.heading.split(" / ") if first.heading else []
    if titles and PROTOCOL_TITLE.match(titles[0]):
        return tuple(titles)
    if not first.number or not _PROTOCOL_ALONE.match(first.number):
        return ()
    loose = first.articles[0].text.splitlines() if first.articles[0].number is None else []
    return (first.number, *titles, *(line for line in loose[:_TITLE_LINES] if line.strip()))


def _name_from(parties: tuple[str, ...], file_name: str) -> str:
    """A name in the style of the WTO's database ("Honduras - Peru") for a text without a title."""
    names = [group(code).code if is_group_code(code) else country_name(code) for code in parties]
    return " - ".join(names) if len(names) >= 2 else file_name


def _parties(name: str, file_name: str, structure: Structure) -> tuple[str, ...]:
    """Parties named in the title, else in the file name, else where they introduce themselves: after "between" in the
    opening, or at the beginning of the preamble."""
    opening = " ".join(_opening(structure))[:_PARTY_SCOPE]
    introduction = _INTRODUCTION.search(opening)
    preamble = _self_introduction(structure)
    for place in (name, file_name.upper(), introduction[0] if introduction else "", preamble):
        found = _parties_in(place)
        if len(found) >= 2:
            return found
    return _parties_in(name)


def _self_introduction(structure: Structure) -> str:
    """The words with which a preamble begins, up to what the parties agree: "Ruritania and Zenda, recalling ..."; ""
    where it does not begin with a party."""
    for chapter in structure.chapters[:2]:
        if chapter.number is None and chapter.articles and chapter.articles[0].number is None:
            lines = chapter.articles[0].text.strip().splitlines()
            start = next(
                (place for place, line in enumerate(lines) if not _PREAMBLE_LINE.match(line.strip())), 0
            )
            words = " ".join(lines[start:])[:_PARTY_SCOPE]
            introduction = re.split(_WHAT_FOLLOWS, words, maxsplit=1)[0]
            if _parties_in(introduction[:_FIRST_PARTY]):
                return introduction
    return ""


def _parties_in(text: str) -> tuple[str, ...]:
    named = groups_named_in(text)
    members = {member for code in named for member in group(code).ever_members()}
    countries = [code for code in countries_named_in(text) if code not in members]
    return (*named, *countries)


def _legal_status(structure: Structure, file_name: str, comment: SourceComment | None) -> str:
    opening = " ".join((comment.title if comment else "", file_name, *structure.opening[:40]))
    return "draft_text" if _DRAFT_WORDS.search(opening) else "signed"
