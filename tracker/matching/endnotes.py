"""Notes printed after an article: the end notes of a chapter or agreement, and the signatures before them.

Sources print them behind the last article, whose text they then seem to be. They are no rule of that article.
"""

import re

# Each begins with a line break (the text is read with one before it) or a space, which keeps the search fast. To the
# third style the line break put before the text does not count.
_LABELS = (
    re.compile(r"\n[ ]*\\?\[\^?(\d{1,3})\\?\][.:]?"),
    re.compile(r"\n[ ]*\(\^?(\d{1,3})\)(?=\s)"),
    re.compile(
        r"\s(?:(?<=[.;:)\]]\s)|(?<=\n)(?<!\A\n)\s)\s{0,39}(\d{1,3})(?=[ ]{0,3}\"?[A-Z])"
        r"(?! (?:Jan|Feb|Mar|Apr|Ma[iy]|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    ),
    re.compile(r"\n[ ]*\d{1,2}-(\d{1,3})[ ]{0,3}(?=[A-Z\"])"),
)
"""Numbers before a note: "[3]", "(3)" and "3" without a full stop, "17-3" (chapter and note)."""

_DIVIDER = re.compile(r"\n[ ]*(?:-{8,}|_{8,}|\\_(?:\\_){7,}|\*{8,}|={8,})[ ]*(?=\n)")
_SIGNED = re.compile(
    r"\b(?:IN WITNESS|In witness|In Witness) (?:WHEREOF|whereof|Whereof|thereof)"
    r"|\b(?:EN|En) (?:TESTIMONIO|FE|testimonio|fe) (?:DE LO CUAL|de lo cual)|\b(?:EN FOI DE QUOI|En foi de quoi)"
    r"|(?:^|\n)\s{0,80}(?:DONE|Done) (?:at|in|AT|IN)\b"
    r"|(?:^|\n)\s{0,80}(?:HECHO|Hecho) en\b|(?:^|\n)\s{0,80}(?:FAIT|Fait) (?:a|en)\b"
)
_TITLE = re.compile(
    r"(?:^|\n)[ ]*(?:foot-?notes?|end-?notes?|notas? (?:al|de) pie(?: de pagina)?|notes? de bas de page)"
    r"[ ]*:?[ ]*(?=\n)"
    r"|(?<=:)notas? de pie de pagina\b",
    re.IGNORECASE,
)
_MAY_BE_TITLE = re.compile(r"[Nn][Oo][Tt][AEae]")

_BODY = re.compile(r"\n\s{0,80}(?:\([a-z]{1,3}\)|[a-z]{1,2}\)|\d{1,2}\.)\s")
"""An item or paragraph of the article itself, at the beginning of a line."""

_LEAST = 4
"""Notes that a block must have where nothing else sets it apart."""

_MANY = 20
"""Notes of a block that is one whatever stands in it: those of several chapters have items of their own."""

_LEAST_SET_APART = 2
"""The same after a dividing line, signatures or a title."""

_LONGEST_NOTE = 3000
"""Characters of the longest note: an annex between two numbers is no note."""

_LOST = 3
"""From one number to the next that is printed: one or two may be lost."""

_BEYOND_PARAGRAPHS = 12
"""A number above this is that of a note, not of a paragraph printed without full stop."""

_DOTTED = re.compile(r"(?:^|\n)\s*\(?1[.)]")


def notes_begin(folded: str) -> int | None:
    """Where a block of notes that ends the text begins, in characters; None where there is none.

    A block is a run of numbers that count up to the end of the text. It is announced by a dividing line, by
    signatures or by a title; or nothing in it is a paragraph or item of the article, which goes on after notes at the
    foot of a page.
    """
    if _MAY_BE_TITLE.search(folded) and (title := _TITLE.search(folded)):
        return title.start()
    on_a_line = "\n" + folded
    runs = (run for style in _LABELS if (run := _last_run(style, on_a_line)) is not None)
    begins = [begin for begin, number, count in runs if _is_block(folded, begin, number, count)]
    if not begins:
        return None
    return _with_signatures(folded, min(begins))


def _last_run(style: re.Pattern[str], text: str) -> tuple[int, int, int] | None:
    """(where it begins, first number, how many) of the numbers in one style that count up to the end of what
    stands in `text` behind a line break that does not count.

    The notes of the next chapter may begin to count anew.
    """
    found = [(max(0, match.start() - 1), int(match.group(1))) for match in style.finditer(text)]
    if not found or len(text) - 1 - found[-1][0] > _LONGEST_NOTE:
        return None
    first = len(found) - 1
    while first and (found[first][1] == 1 or 0 < found[first][1] - found[first - 1][1] <= _LOST):
        if found[first][0] - found[first - 1][0] > _LONGEST_NOTE:
            break
        first -= 1
    return *found[first], len(found) - first


def _is_block(folded: str, begin: int, number: int, count: int) -> bool:
    before = folded[:begin]
    if _DIVIDER.search(folded, max(0, begin - 400), begin + 1) or _SIGNED.search(before):
        return count >= _LEAST_SET_APART
    mark = folded[begin:].lstrip()[:1]
    if mark == "(" or count < _LEAST or not before.strip():
        return False
    if count < _MANY and _BODY.search(folded, begin):
        return False
    return mark in "[\\" or number > _BEYOND_PARAGRAPHS or _DOTTED.search(before) is not None


def _with_signatures(folded: str, begin: int) -> int:
    """The beginning of the signatures or of the dividing line before the notes, if any; else `begin`."""
    signed = _SIGNED.search(folded, 0, begin)
    if signed:
        return signed.start()
    dividers = list(_DIVIDER.finditer(folded, max(0, begin - 400), begin + 1))
    return dividers[-1].start() if dividers else begin


_NOTE = re.compile(
    r"\n[ ]*(\d{1,3})(?:[ ]{1,3}|[ ]*\n[ ]*)(?=[\"']?[A-Z][ a-z])"
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
"""A number without full stop at the beginning of a line, before a capital letter on this line or the next."""

_NOTE_ENDS = re.compile(r"\n[ ]*\n")

_PLAIN_PARAGRAPHS = re.compile(r"\A\s*(?:[^\n]{1,60}\n\s*)?1\s+[A-Z]")
"""Paragraphs whose numbers have no full stop: what looks like a note may be one of them."""

_UNFINISHED = re.compile(r"[A-Za-z,:][ \n]{0,8}\Z")
_LONGEST_FOOT_NOTE = 900


def notes_of_others(folded: str) -> list[tuple[int, int]]:
    """[start, end) of the notes at the foot of a page that interrupt a sentence of the text, but whose mark the text
    does not have: they belong to a neighbouring article.

    The first of them has a number too high for a paragraph, or the sentence goes on after the last in small letters.
    After a finished sentence it is one where it names a paragraph that the text does not have and stands before a
    note whose mark the text has.
    """
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    first = 0
    if _PLAIN_PARAGRAPHS.match(folded):
        return found
    marks: dict[str, int] | None = None
    for match in _NOTE.finditer(folded):
        ends = _end_of_note(folded, match)
        if ends is None:
            continue
        marks = _marks(folded) if marks is None else marks
        if marks.get(match.group(1), len(folded)) <= match.start():  # a word before it carries its number
            continue
        if run and not folded[run[-1][1] : match.start()].strip():
            run.append((match.start(), ends))
        elif _UNFINISHED.search(folded, max(0, match.start() - 12), match.start()):
            run, first = [(match.start(), ends)], int(match.group(1))
        elif _before_own_note(folded, match, ends, marks):
            found.append((match.start(), ends))
            continue
        else:
            continue
        goes_on = _next_is_lower(folded, ends)
        if goes_on or first > _BEYOND_PARAGRAPHS:
            found.extend(run[run.index(found[-1]) + 1 :] if found and found[-1] in run else run)
    return found


def _end_of_note(folded: str, note: re.Match[str]) -> int | None:
    """Where a note ends: at an empty line or the next note; None for one that goes on longer."""
    limit = note.end() + _LONGEST_FOOT_NOTE
    ends = _NOTE_ENDS.search(folded, note.end(), limit)
    following = _NOTE.search(folded, note.end(), limit)
    if following is not None and int(following.group(1)) == int(note.group(1)) + 1:
        return min(following.start(), ends.start() if ends else limit)
    return ends.start() if ends is not None else None


_NAMES_PARAGRAPH = re.compile(r"\b[Pp]aragraph (\d{1,2})\b(?! of (?:Article|Chapter|Annex))")
_OWN_PARAGRAPH = re.compile(r"(?:^|\n)\s{0,80}\(?(\d{1,2})[.)]")


def _before_own_note(folded: str, note: re.Match[str], ends: int, marks: dict[str, int]) -> bool:
    """Whether a note is followed by the next one, to which the text before refers, and names a paragraph that the text
    does not have. (Where it names none, its mark may stand in the heading.)"""
    number = int(note.group(1)) + 1
    if marks.get(str(number), ends) >= ends:
        return False
    following = _NOTE.match(folded, ends)
    if following is None or int(following.group(1)) != number:
        return False
    named = set(_NAMES_PARAGRAPH.findall(folded, note.end(), ends))
    return bool(named) and not named & set(_OWN_PARAGRAPH.findall(folded))


_MARK = re.compile(
    r"[A-Za-z)\"'][.,;:]?(?:[ ]?\[?(\d{1,3})\b(?!\.\d)|[ ]?\n[ ]{0,80}(\d{1,3})\b[ ]{0,80}(?=\n))"
)


def _marks(folded: str) -> dict[str, int]:
    """Where the first word ends that carries a note's number, by number."""
    first: dict[str, int] = {}
    for match in _MARK.finditer(folded):
        first.setdefault(match.group(1) or match.group(2), match.end())
    return first


_NOT_BLANK = re.compile(r"\S")


def _next_is_lower(folded: str, position: int) -> bool:
    following = _NOT_BLANK.search(folded, position)
    return following is not None and following.group().islower()


def without_notes_of_others(folded: str) -> str:
    """The text with such notes blanked, so that offsets stay and the sentence they interrupt is read as one; the same
    object where there are none."""
    found = notes_of_others(folded)
    if not found:
        return folded
    pieces: list[str] = []
    position = 0
    for start, end in sorted(found):
        if end > position:
            pieces += (folded[position:start], " " * (end - max(start, position)))
            position = end
    return "".join((*pieces, folded[position:]))
