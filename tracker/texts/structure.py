"""The structure parser: blocks in, chapters and articles out. Shared by every format and every site."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tracker.texts.blocks import FOOTNOTE_MARK, Block
from tracker.texts.bracketed import without_brackets
from tracker.texts.contents import split_contents
from tracker.texts.drafts import Draft, recover_lost_headings, split_quotation
from tracker.texts.furniture import drop_furniture
from tracker.texts.gaps import last_numbers, remark_on, unfound_numbers
from tracker.texts.heading_lines import split_headings, without_decoration
from tracker.texts.headings import ATTACHED, Heading, recognise
from tracker.texts.implied import named_chapters, with_implied_chapters
from tracker.texts.levels import Levels
from tracker.texts.numbered_chapters import with_numbered_chapters
from tracker.texts.numbering import ArticleNumber
from tracker.texts.outline import outline
from tracker.texts.plain_notes import with_footnotes
from tracker.texts.run_together import split_run_together
from tracker.texts.section_signs import with_section_signs
from tracker.texts.sub_numbers import with_sub_numbers
from tracker.texts.titles import PlacedHeading
from tracker.texts.types import ChapterText

PREAMBLE = "Preamble"

_MIN_LOOSE_TEXT = 30
"""Least length (characters) of text under a chapter or annex heading, outside any article, that is stored."""

_LOOK_AHEAD = 20
"""Headings after a container's among which its first article is looked for."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A text divided into chapters and articles.

    `opening` are the lines before the first heading, which have the title; `starts` the blocks in which an article's
    heading was found (of a recovered heading, its title); `left_out` the lines that read like headings and were
    dropped as a contents page or as page furniture; `bare` the headings of containers that hold nothing;
    `stray_footnotes` the marks of footnotes that nothing refers to; `quoted` the numbers of
    articles in quotation marks.
    """

    chapters: tuple[ChapterText, ...]
    opening: tuple[str, ...]
    warnings: tuple[str, ...]
    has_articles: bool
    starts: tuple[Block, ...] = ()
    left_out: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    stray_footnotes: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


@dataclass(slots=True)
class _Container:
    """A chapter, section, annex or the like, with those it is part of."""

    path: tuple[Heading, ...]
    drafts: list[Draft] = field(default_factory=list)
    loose: Draft | None = None

    def loose_draft(self) -> Draft:
        """The draft for text of the container outside any article."""
        if self.loose is None:
            self.loose = Draft(None, None, None)
            self.drafts.insert(0, self.loose)
        return self.loose


def parse_structure(blocks: list[Block]) -> Structure:
    """Split blocks into chapters and articles.

    - Page furniture and contents pages are dropped.
    - Every section or annex with articles of its own becomes a chapter; its number and heading are those of all levels
      it is part of, outermost first.
    - Text before the first heading is the chapter "Preamble".
    - Text of an annex without articles is one article without a number.
    """
    everything = blocks = with_numbered_chapters(split_headings(split_run_together(_unveiled(blocks))))
    blocks, contents = split_contents(drop_furniture(blocks))
    left_out = headings_left_out(everything, blocks)
    blocks = with_footnotes(blocks)
    footnotes = {block.footnote: block for block in blocks if block.footnote is not None}
    blocks = [block for block in blocks if block.footnote is None]
    headings, implied = with_implied_chapters(blocks, outline(blocks), named_chapters(contents))
    warnings: list[str] = []
    first = headings[0].start if headings else len(blocks)
    containers = _containers(blocks, headings, _preamble(blocks[:first]))
    last = last_numbers(contents)
    for place, container in enumerate(containers):
        _close_quotations(container)
        after = _number_after(containers, place, last)
        container.drafts = recover_lost_headings(container.drafts, warnings, after)
        _attach_footnotes(container, footnotes)
    warnings += _slips(headings)
    numbers = (
        draft.value for container in containers for draft in container.drafts if draft.value is not None
    )
    if unfound := unfound_numbers(contents, numbers):
        warnings.append(remark_on(unfound))
    if implied:
        warnings.append(
            f"{len(implied)} chapter headings are missing in the text; the articles' numbers show where they begin"
            f" ({', '.join(implied[:5])}{', ...' if len(implied) > 5 else ''})"
        )
    if left_out:
        first_line, last_line = left_out[0][:40], left_out[-1][:40]
        warnings.append(
            f"{len(left_out)} lines that read like headings left out as a contents page or as page furniture"
            f" ({first_line} to {last_line})"
        )
    return Structure(
        chapters=tuple(chapter for container in containers if (chapter := _chapter(container)) is not None),
        opening=tuple(block.text for block in blocks[:first]),
        warnings=tuple(warnings),
        has_articles=any(placed.heading.kind == "article" for placed in headings),
        starts=tuple(
            draft.start for container in containers for draft in container.drafts if draft.start is not None
        ),
        left_out=left_out,
        bare=tuple(_bare_headings(containers)),
        stray_footnotes=tuple(footnotes),
        quoted=tuple(
            draft.number or "" for container in containers for draft in container.drafts if draft.quoted
        ),
    )


def _unveiled(blocks: list[Block]) -> list[Block]:
    """The blocks, with headings bare whose signs hide that they are some."""
    return with_sub_numbers(with_section_signs(without_decoration(without_brackets(blocks))))


def _bare_headings(containers: list[_Container]) -> Iterator[str]:
    """The headings of containers with neither articles nor text, unless they are divided into others."""
    for place, container in enumerate(containers):
        following = containers[place + 1].path if place + 1 < len(containers) else ()
        divided = len(following) > len(container.path) and following[: len(container.path)] == container.path
        heading = container.path[-1] if container.path else None
        if heading is None or heading.kind == "preamble" or divided:
            continue
        if not any(draft.value or draft.length for draft in container.drafts):
            yield " ".join(filter(None, (heading.printed, heading.title)))


def headings_left_out(before: list[Block], after: list[Block]) -> tuple[str, ...]:
    """The lines that read like headings and are not among the blocks that were kept, in order."""
    kept = Counter(block.text for block in after)
    gone: list[str] = []
    for block in before:
        if kept[block.text] > 0:
            kept[block.text] -= 1
        elif recognise(block.text) is not None:
            gone.append(block.text)
    return tuple(gone)


def _preamble(blocks: list[Block]) -> _Container:
    opening = Heading("preamble", PREAMBLE, None)
    container = _Container((opening,))
    if blocks:
        container.loose_draft().blocks.extend(blocks)
    return container


def _containers(blocks: list[Block], headings: list[PlacedHeading], preamble: _Container) -> list[_Container]:
    levels = Levels()
    containers = [preamble, _Container(levels.path)]
    for position, placed in enumerate(headings):
        heading = placed.heading
        end = headings[position + 1].start if position + 1 < len(headings) else len(blocks)
        body = blocks[placed.end : end]
        if heading.kind == "article":
            draft = Draft(
                heading.printed,
                heading.value,
                placed.title,
                quoted=heading.quoted,
                start=blocks[placed.start],
            )
            if heading.body is not None:
                draft.blocks.append(Block(heading.body))
            draft.blocks.extend(body)
            containers[-1].drafts.append(draft)
            continue
        if heading.kind == "preamble":
            if levels.path:  # of a protocol
                containers[-1].loose_draft().blocks.extend(body)
            else:
                preamble.loose_draft().blocks.extend(body)
                containers.append(_Container(()))
            continue
        had_articles = any(draft.value for draft in containers[-1].drafts)
        titled = replace(heading, title=placed.title)
        containers.append(_Container(levels.enter(titled, had_articles, _first_article(headings, position))))
        if body:
            containers[-1].loose_draft().blocks.extend(body)
    return containers


def _number_after(containers: list[_Container], place: int, last: dict[int, int]) -> ArticleNumber | None:
    """The number that follows the articles of a container: the next section's first, or one beyond the chapter's last.

    `last` are the chapters' last articles as the contents page names them. None where nothing says it.
    """
    here = [draft.value for draft in containers[place].drafts if draft.value is not None]
    path = containers[place].path
    if not here or len(here[-1].path) != 2 or any(level.kind in ATTACHED for level in path):
        return None
    following = (draft.value for later in containers[place + 1 :] for draft in later.drafts)
    first = next((value for value in following if value is not None), None)
    chapter = here[-1].path[0]
    if first is not None and first.path[:-1] == (chapter,):
        return first
    return ArticleNumber("", (chapter, last[chapter] + 1), "") if chapter in last else None


def _first_article(headings: list[PlacedHeading], at: int) -> ArticleNumber | None:
    """The number of the first article below the container at `at`, before the next of its kind or the next annex."""
    kind = headings[at].heading.kind
    for placed in headings[at + 1 : at + 1 + _LOOK_AHEAD]:
        if placed.heading.kind == "article":
            return placed.heading.value
        if placed.heading.kind == kind or placed.heading.kind in ATTACHED:
            return None
    return None


def _close_quotations(container: _Container) -> None:
    """Move the instructions after a quoted article back to the annex they belong to."""
    for draft in list(container.drafts):
        if draft.quoted and (rest := split_quotation(draft)):
            container.loose_draft().blocks.extend(rest)


def _attach_footnotes(container: _Container, footnotes: dict[str, Block]) -> None:
    """Put separated footnotes at the end of the article that refers to them, or of the container whose title does."""
    title = (container.path[-1].title or "") if container.path else ""
    for mark in FOOTNOTE_MARK.findall(title):
        if mark in footnotes:
            container.loose_draft().blocks.append(footnotes.pop(mark))
    for draft in container.drafts:
        text = "\n".join([draft.title or "", *(block.text for block in draft.blocks)])
        for mark in FOOTNOTE_MARK.findall(text):
            if mark in footnotes:
                draft.blocks.append(footnotes.pop(mark))
        if draft.title is not None:
            draft.title = FOOTNOTE_MARK.sub("", draft.title).strip() or None


def _chapter(container: _Container) -> ChapterText | None:
    articles = tuple(
        draft.article()
        for draft in container.drafts
        if draft.value is not None or draft.length >= _MIN_LOOSE_TEXT
    )
    if not articles:
        return None
    path = container.path
    titles = [FOOTNOTE_MARK.sub("", level.title).strip() for level in path if level.title]
    if path and path[0].kind == "preamble":
        return ChapterText(None, PREAMBLE, articles)
    return ChapterText(
        number=", ".join(level.printed for level in path if level.printed) or None,
        heading=" / ".join(titles) or None,
        articles=articles,
    )


def _slips(headings: list[PlacedHeading]) -> list[str]:
    """Remarks on numbers that were read differently from how they are printed."""
    slips = [
        f"{placed.heading.misread} read as {placed.heading.printed}, which follows the article before it"
        for placed in headings
        if placed.heading.misread
    ]
    run_in = [placed.heading.printed for placed in headings if placed.heading.lost_space]
    if run_in:
        first = run_in[0].replace(" ", "")
        slips.append(f"{len(run_in)} headings have no space before the number ({first})")
    return slips
