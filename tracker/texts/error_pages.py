"""Recognises pages that say that something is missing, sent with a status of success ("soft 404")."""

import re

MOST_CHARACTERS = 1_500
"""An error page has less visible text than this; a chapter that quotes such words has more."""

_SAYS = re.compile(
    r"\b(?:page|file|document|resource|content|url|directory|address|link)\b[^.!?]{0,80}?"
    r"\b(?:(?:can ?not|could not|can[’']t|couldn[’']t|was not|is not|not) (?:be )?(?:found|displayed|available|exist)"
    r"|does(?: not|n[’']t) exist|no longer (?:exists?|available)"
    r"|(?:may|might) have been (?:removed|moved|deleted|renamed)"
    r"|has (?:been )?(?:moved|removed|deleted|expired)|is (?:temporarily )?unavailable|not found)"
    r"|\b(?:http|error|erreur)\s*(?:status\s*)?(?:code\s*)?[:#]?\s*(?:40[0-9]|410|50[0-9])\b"
    r"|\b(?:40[34]|410|50[0234])\s*[-–—:|]?\s*(?:error|not found|forbidden|gone|page|file|internal|bad gateway|service)"
    r"|\bfile or directory not found\b|\binternal server error\b|\bservice unavailable\b"
    r"|\bbad gateway\b|\bunder (?:construction|maintenance)\b|\bsite maintenance\b"
    r"|\b(?:p[aá]gina|documento|archivo|recurso|contenido)\b[^.!?]{0,60}?"
    r"\b(?:no (?:se )?(?:ha (?:sido )?|pudo ser |puede ser |fue )?"
    r"(?:encontrad[oa]|encontr[oó]|encuentra|existe|(?:est[aá] )?disponible)|ha sido (?:movid|eliminad|retirad)[oa])"
    r"|\ben (?:construcci[oó]n|mantenimiento)\b"
    r"|\b(?:page|document|fichier|ressource)\b[^.!?]{0,60}?"
    r"\b(?:introuvable|n[’']existe (?:pas|plus)|n[’']a pas (?:pu )?[eê]t[eé] trouv"
    r"|n[’']est (?:pas|plus) disponible|a [eé]t[eé] (?:d[eé]plac|supprim))",
    re.IGNORECASE,
)

_TITLE = re.compile(
    r"^\W*(?:(?:an? |the )?(?:\w+ )?error(?:\s*\d{3})?|erreur|not found"
    r"|(?:(?:object|document|page|site) (?:has )?)?moved"
    r"|(?:\w+ )?(?:temporarily )?unavailable|gone|forbidden|oops\b.*|sorry\b.*|no encontrad[oa]|introuvable)\W*$",
    re.IGNORECASE,
)
"""What the title of such a page may say and no more; in a text it would prove nothing."""

_MAY_SAY = (
    "found",
    "error",
    "availab",
    "moved",
    "delet",
    "exist",
    "expired",
    "construc",
    "mainten",
    "manten",
    "disponib",
    "introuv",
    "encontr",
    "eliminad",
    "gateway",
)
"""Every such page has one of these words: they are quick to look for, and nearly every other text has none."""


def error_page_words(text: str, title: str | None = None) -> str | None:
    """The words by which a short text, or its title, says that something was not found or is not available; else None.

    Only for text without articles: an agreement's own articles are never asked.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    return title_of_error_page(title or "") or _said(text)


def title_of_error_page(title: str) -> str | None:
    """The words of a page's title or first heading that say that it is an error page; None where it is none."""
    title = " ".join(title.split())
    return title[:80] if _TITLE.match(title) else _said(title)


def _said(words: str) -> str | None:
    lowered = words.casefold()
    if any(word in lowered for word in _MAY_SAY) and (match := _SAYS.search(words)):
        return " ".join(match[0].split())[:80]
    return None
