"""Lines with more or less than one heading: divided, or put together with what belongs to them."""

import re
from dataclasses import replace

from tracker.texts.blocks import Block
from tracker.texts.headings import MAX_TITLE, has_verb, recognise
from tracker.texts.openings import OPENS

_FIRST_SENTENCE = 400
"""Characters within which a sentence below a heading has its verb."""

_DECORATION = re.compile(r"[•·▪■◦●○►▶»¶|*–—-]+\s*(?=[A-ZÀ-Ý\[])")
_LEAST_DECORATED = 3
_WORD_ALONE = re.compile(
    r"^(?:ARTICLE|Article|ART[IÍ]CULO|Art[ií]culo|CHAPTER|Chapter|CAP[IÍ]TULO|Cap[ií]tulo)$"
)
_NUMBER_ALONE = re.compile(r"^(?:\d{1,3}(?:[.-]\d{1,3})?[A-Za-z]?|[IVXLC]{1,7})\s?[.:]?$")
_SPACED_WORD = re.compile(
    "(?:"
    + "|".join(
        r"\s+".join(word)
        for word in (
            *("CHAPTER", "ARTICLE", "ANNEX", "SECTION", "PART", "TITLE", "PROTOCOL", "APPENDIX", "SCHEDULE"),
            *(
                "CAPÍTULO",
                "CAPITULO",
                "ARTÍCULO",
                "ARTICULO",
                "ANEXO",
                "TÍTULO",
                "SECCIÓN",
                "CHAPITRE",
                "ANNEXE",
            ),
            *("ARTIGO", "SEÇÃO", "PROTOCOLO", "PROTOCOLE"),
        )
    )
    + r")(?=\s|$)"
)
"""A heading's word with its letters set apart: "C H A P T E R  I"."""

_SECOND = re.compile(
    r"(?P<first>(?:TITLE|T[IÍ]TULO|TITRE|PART|PARTE|CHAPTER|CAP[IÍ]TULO|CHAPITRE)\s[^a-z()]{4,150}?[A-Z]{3,}"
    r"(?<!\bAND)(?<!\bTHE)(?<!\bFOR)(?<!\bWITH)(?<!\bUNDER)(?<!\bFROM))"
    r"\s(?P<second>(?:CHAPTER|CAP[IÍ]TULO|CHAPITRE|SECTION|SECCI[OÓ]N)\s(?:\d{1,2}|[IVX]{1,5}|[A-Z])\s[A-ZÀ-Ý]{4,}[^a-z]*)$"
)
_OPENED = re.compile(
    r"(?P<heading>(?:ANNEXE?|ANEXO|APPENDI(?:X|CE)|AP[EÉ]NDICE|PROTOCOL[EO]?|SCHEDULE|CHAPTER|CAP[IÍ]TULO|CHAPITRE)"
    r"(?:\s(?:[IVX]{1,5}|\d{1,2}|[A-Z])(?:[-.]?[A-Z0-9]{1,2})?)?)"
    rf"\s*[.:–—-]?\s+(?P<text>(?:{OPENS}|L['’])\s?\S.*)$",
    re.DOTALL,
)
"""A container's heading in capitals with the first sentence below it: "ANNEX The Parties shall ..."."""


def without_decoration(blocks: list[Block]) -> list[Block]:
    """The blocks, where every article's heading has a bullet, a stroke or a mark of a paragraph before it, without it.

    Where some article's heading stands bare, such lines are items of a list, and stay.
    """
    bare = {
        index: text
        for index, block in enumerate(blocks)
        if block.footnote is None
        and (match := _DECORATION.match(block.text))
        and recognise(text := block.text[match.end() :].strip(" |")) is not None
    }
    if sum(_is_article(text) for text in bare.values()) < _LEAST_DECORATED:
        return blocks
    if any(_is_article(block.text) for block in blocks):
        return blocks
    return [
        replace(block, text=bare[index]) if index in bare else block for index, block in enumerate(blocks)
    ]


def _is_article(text: str) -> bool:
    heading = recognise(text)
    return heading is not None and heading.kind == "article"


def split_headings(blocks: list[Block]) -> list[Block]:
    """The blocks, lines with the headings of two containers divided ("TITLE IV COOPERATION CHAPTER 1 REFORM"), those
    with a container's heading and its first sentence, too, the word "Article" put together with its number on the next
    line, and letters that are set apart put together ("C H A P T E R").

    The first heading's words must be in capitals, and the second is no reference ("... COVERED BY CHAPTER 4").
    """
    divided: list[Block] = []
    for block in blocks:
        if match := _SPACED_WORD.match(block.text):
            word = "".join(match[0].split())
            block = replace(block, text=f"{word} {block.text[match.end() :].strip()}".strip())
        if (
            divided
            and not block.spaced
            and _WORD_ALONE.match(divided[-1].text)
            and _NUMBER_ALONE.match(block.text)
        ):
            divided[-1] = replace(divided[-1], text=f"{divided[-1].text} {block.text}")
            continue
        opened = _OPENED.match(block.text)
        if (
            opened is not None
            and has_verb(opened["text"][:_FIRST_SENTENCE])
            and recognise(block.text) is None
        ):
            divided.append(replace(block, text=opened["heading"]))
            divided.append(Block(opened["text"], spaced=True))
            continue
        match = _SECOND.match(block.text) if len(block.text) <= MAX_TITLE else None
        if match is None or recognise(match["second"]) is None or recognise(match["first"]) is None:
            divided.append(block)
            continue
        divided.append(replace(block, text=match["first"]))
        divided.append(replace(block, text=match["second"], spaced=True))
    return divided
