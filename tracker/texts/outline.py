"""The outline of a text: which of the lines that read like headings are headings, and their titles."""

from dataclasses import replace

from tracker.texts.blocks import Block, is_open_ended
from tracker.texts.contents import contents_entries, heading_candidates, heading_key
from tracker.texts.footnote_marks import without_footnote_marks
from tracker.texts.headings import ATTACHED, Heading, is_title
from tracker.texts.instruments import untitled_restarts
from tracker.texts.letters import letters, signed_lines
from tracker.texts.numbering import BLANK, ArticleNumber, follows, parse_number, repaired_suffix
from tracker.texts.titles import ENDS_OPEN, PlacedHeading, place_titles

_DIVIDING = frozenset(("section", "subsection", "part", "preamble"))
"""Containers that divide a chapter; article numbers continue across them."""

_LOOK_BACK = 25
"""How many earlier candidates are tried as a heading's predecessor; older ones only count as "somewhere before"."""


def outline(blocks: list[Block]) -> list[PlacedHeading]:
    """The headings of a text in order; lines of contents pages are not among them."""
    candidates = heading_candidates(blocks)
    contents = contents_entries(blocks, candidates)
    candidates = without_footnote_marks([found for found in candidates if found[0] not in contents])
    signed = signed_lines(blocks, [index for index, heading in candidates if heading.kind == "article"])
    containers = _plausible_containers(blocks, candidates, signed)
    articles = _best_run(blocks, candidates, containers)
    articles = _without_references(articles, containers)
    containers = _between_chapters(containers, articles)
    containers += untitled_restarts(blocks, containers, articles)
    chosen = sorted((*containers, *articles), key=lambda found: found[0])
    placed = place_titles(blocks, chosen)
    opened = {index for index, heading in containers if heading.kind in ATTACHED}
    exchanged = [PlacedHeading(at, at, heading, None) for at, heading in letters(blocks, signed, opened)]
    return sorted((*placed, *exchanged), key=lambda found: found.start) if exchanged else placed


def _plausible_containers(
    blocks: list[Block], candidates: list[tuple[int, Heading]], signed: frozenset[int]
) -> list[tuple[int, Heading]]:
    """Chapters, sections, annexes: not in mid-sentence, and not the running header of the same chapter.

    Below the names of the signatories (`signed`) an annex need not come after the end of a sentence.
    """
    kept: list[tuple[int, Heading]] = []
    current: dict[str, tuple[str, str]] = {}
    named: set[tuple[str, str]] = set()
    at = {index for index, _heading in candidates}
    section: str | None = None
    before: Heading | None = None
    behind = _articles_behind(candidates)
    for position, (index, heading) in enumerate(candidates):
        if heading.kind == "article":
            before = heading
            continue
        if heading.named and (
            (heading.title and heading_key(heading) in named)
            or _is_title_of(candidates, position)
            or not (index in signed or _opens_attachment(blocks[index], before, behind[position]))
        ):
            continue
        after_names = index in signed and heading.kind in ATTACHED
        if (
            not after_names
            and _in_mid_sentence(blocks, index, at)
            and not _stands_out(blocks, index, heading)
        ):
            continue
        key = heading_key(heading)
        if heading.kind == "chapter" and current.get("chapter") == key:
            continue
        if heading.kind == "section" and current.get("section") == key and heading.title in (None, section):
            continue
        if heading.kind == "preamble" and kept and kept[-1][1].kind not in ATTACHED:
            continue
        if heading.named:
            named.add(key)
        if heading.kind in ATTACHED and kept and kept[-1][0] == index - 1 and heading_key(kept[-1][1]) == key:
            kept.pop()  # "ANNEX I", and below it "ANNEX I to Chapter 1"
        if heading.kind in {"title", "part", *ATTACHED}:
            current.pop("chapter", None)
        if heading.kind not in {"section", "subsection"}:
            current.pop("section", None)
        current[heading.kind] = key
        section = heading.title if heading.kind == "section" else section
        kept.append((index, heading))
    return kept


def _is_title_of(candidates: list[tuple[int, Heading]], position: int) -> bool:
    """Whether a line such as "Schedule of Product Rules" is the title of the annex or article whose number is the line
    above."""
    if position == 0:
        return False
    above_at, above = candidates[position - 1]
    bare = above.kind in {"article", *ATTACHED} and not above.named and above.title is None
    return bare and above.body is None and above_at == candidates[position][0] - 1


def _articles_behind(candidates: list[tuple[int, Heading]]) -> list[Heading | None]:
    """For each heading the next article, None where a chapter or a numbered annex begins before it."""
    found: list[Heading | None] = []
    behind: Heading | None = None
    for _at, heading in reversed(candidates):
        found.append(behind)
        if heading.kind == "article":
            behind = heading
        elif heading.kind == "chapter" or (heading.kind in ATTACHED and not heading.named):
            behind = None
    return found[::-1]


def _opens_attachment(block: Block, before: Heading | None, behind: Heading | None) -> bool:
    """Whether a line such as "Protocol on Trade in Goods", without a number, begins an annex or a protocol.

    It comes after articles (the last is `before`), and the numbers begin again below it (`behind`). A line that stands
    out may have no articles below it, where the numbers do not go on there.
    """
    if before is None or before.value is None:
        return False
    stands_out = block.text.isupper() or block.marked
    if behind is None or behind.value is None:
        return stands_out
    return behind.value.path == (1,) and (stands_out or block.spaced)


def _without_references(
    articles: list[tuple[int, Heading]], containers: list[tuple[int, Heading]]
) -> list[tuple[int, Heading]]:
    """Drop "Article 4.13" in an annex where the agreement has a chapter 4: a table refers to it.

    An annex that has dotted numbers of its own begins with 1.1 and counts up; a number that follows the last one before
    the annex shows that there is no annex.
    """
    attached_at = [
        (index, heading.kind in ATTACHED) for index, heading in containers if heading.kind not in _DIVIDING
    ]
    kept: list[tuple[int, Heading]] = []
    chapters: set[tuple[int, ...]] = set()
    last_main: ArticleNumber | None = None
    last_here: ArticleNumber | None = None
    passed, attached = 0, False
    for index, heading in articles:
        while passed < len(attached_at) and attached_at[passed][0] < index:
            attached, last_here = attached_at[passed][1], None
            passed += 1
        value = heading.value
        if value is not None and len(value.path) > 1 and not heading.quoted:
            goes_on = last_main is not None and follows(last_main, value)
            if attached and value.path[:-1] in chapters and not goes_on:
                own = value.path == (1, 1) if last_here is None else follows(last_here, value)
                if not own:
                    continue
            if attached and not goes_on:
                last_here = value
            else:
                chapters.add(value.path[:-1])
                last_main = value
        kept.append((index, heading))
    return kept


def _between_chapters(
    containers: list[tuple[int, Heading]], articles: list[tuple[int, Heading]]
) -> list[tuple[int, Heading]]:
    """Drop chapters and annexes between two consecutive numbers of one chapter (9.12, "Annex 9-C", 9.13).

    Such a line is a reference that happens to be a line by itself. Numbers without the chapter's number (12, 13) run
    through a whole agreement and show nothing, except of a line "ANNEXES" that has neither number nor title.
    """
    kept = []
    for index, heading in containers:
        before = next((found.value for at, found in reversed(articles) if at < index), None)
        after = next((found.value for at, found in articles if at > index), None)
        if (
            before is None
            or after is None
            or heading.kind in _DIVIDING
            or (not _within_chapter(before, after) and not (_is_bare(heading) and _goes_on(before, after)))
        ):
            kept.append((index, heading))
    return kept


def _is_bare(heading: Heading) -> bool:
    """Whether a line is just "ANNEXES" or "PROTOCOLS", which may be an article's title."""
    return heading.kind in ATTACHED and heading.value is None and heading.title is None


def _goes_on(before: ArticleNumber, after: ArticleNumber) -> bool:
    return after.path[-1] != 1 and follows(before, after)


def _within_chapter(before: ArticleNumber, after: ArticleNumber) -> bool:
    return len(before.path) > 1 and before.path[:-1] == after.path[:-1] and follows(before, after)


def _in_mid_sentence(blocks: list[Block], index: int, candidate_at: set[int]) -> bool:
    """Whether the line before ends in mid-sentence, unless it is a heading or the title below one."""
    block = blocks[index]
    if index == 0 or block.marked or block.spaced or not is_open_ended(blocks[index - 1].text):
        return False
    if index - 1 in candidate_at or _is_title_in_capitals(blocks[index - 1].text):
        return False
    below_heading = index - 2 in candidate_at or index - 3 in candidate_at
    return not (below_heading and is_title(blocks[index - 1].text))


def _is_title_in_capitals(text: str) -> bool:
    """Whether a line is the whole title of a chapter in capitals, whose own heading line may be missing."""
    return text.isupper() and len(text) > 5 and is_title(text) and not ENDS_OPEN.search(text)


def _stands_out(blocks: list[Block], index: int, heading: Heading) -> bool:
    """Whether a line is plainly a heading, after one that need not continue (a signature, a list item)."""
    above = blocks[index - 1].text
    plain = blocks[index].text.isupper() or (heading.marked_off and heading.title is not None)
    return plain and not ENDS_OPEN.search(above) and above[-1] != ","


def _best_run(
    blocks: list[Block], candidates: list[tuple[int, Heading]], containers: list[tuple[int, Heading]]
) -> list[tuple[int, Heading]]:
    """The articles: of all selections of candidates in order, the one whose numbers are most nearly consecutive."""
    articles = _with_repaired_numbers([found for found in candidates if found[1].kind == "article"])
    if not articles:
        return []
    at = {index for index, _heading in candidates}
    container_at = [index for index, _heading in containers]
    passed = _counts_before(container_at, [index for index, _heading in articles])
    scores = [_heading_score(blocks, index, heading, at) for index, heading in articles]
    best = list(scores)
    previous = [-1] * len(articles)
    anywhere, anywhere_best = -1, float("-inf")
    for here in range(len(articles)):
        options = [
            (best[there] + _step(articles, passed, there, here), there)
            for there in range(max(0, here - _LOOK_BACK), here)
        ]
        if anywhere >= 0:
            options.append((anywhere_best - 1.0, anywhere))
        if options:
            value, there = max(options)
            if value > 0:
                best[here], previous[here] = scores[here] + value, there
        if best[here] > anywhere_best:
            anywhere, anywhere_best = here, best[here]
    run = []
    position = anywhere
    while position >= 0:
        run.append(articles[position])
        position = previous[position]
    return run[::-1]


def _with_repaired_numbers(articles: list[tuple[int, Heading]]) -> list[tuple[int, Heading]]:
    """Correct digits that were read for letters where the number before proves it (8.61-1 after 8.61-H)."""
    found: list[tuple[int, Heading]] = []
    for index, heading in articles:
        word, _, number = heading.printed.partition(" ")
        before = found[-1][1].value if found else None
        repaired = repaired_suffix(before, number) if before is not None else None
        if repaired is not None:
            heading = replace(
                heading, printed=f"{word} {repaired}", value=parse_number(repaired), misread=heading.printed
            )
        found.append((index, heading))
    return found


def _heading_score(blocks: list[Block], index: int, heading: Heading, candidate_at: set[int]) -> float:
    """Score of a line by itself as an article's heading (about -1 to 4)."""
    block = blocks[index]
    score = 1.0
    score += 1.0 if block.marked else 0.0
    score += 0.5 if block.spaced else 0.0
    score += 0.5 if heading.title or heading.marked_off else 0.0
    score += 0.5 if heading.printed.split()[0].isupper() else 0.0
    if _in_mid_sentence(blocks, index, candidate_at):
        score -= 2.5
    if heading.body is not None:
        score -= 0.5
    if block.text.endswith(".") and heading.title is None:
        score -= 1.0
    return score


def _step(articles: list[tuple[int, Heading]], passed: list[int], there: int, here: int) -> float:
    """Score of article `here` as the next one after article `there`: 2 for the next number, below 0 for a lower one."""
    earlier, later = articles[there][1], articles[here][1]
    if earlier.value is None or later.value is None:
        return 0.0
    if follows(earlier.value, later.value):
        return 2.0
    new_container = passed[here] > passed[there]
    if new_container and later.value.path[-1] == 1:
        return 1.5
    if earlier.quoted or later.quoted or BLANK in (earlier.value.prefix, later.value.prefix):
        return 0.5
    ahead = _distance(earlier.value, later.value)
    if ahead is None:
        return 0.0 if new_container else -1.5
    if ahead > 0:
        return 0.5 if ahead <= 5 or new_container else -1.0
    return 0.0 if new_container else -3.0


def _distance(earlier: ArticleNumber, later: ArticleNumber) -> int | None:
    """How far `later` is ahead (negative: behind); None where the two are numbered in different ways."""
    if earlier.prefix != later.prefix or len(earlier.path) != len(later.path):
        return None
    if earlier.path == later.path:
        return 1 if (len(later.suffix), later.suffix) > (len(earlier.suffix), earlier.suffix) else -1
    if earlier.path[:-1] == later.path[:-1]:
        return later.path[-1] - earlier.path[-1]
    return 1 if later.path > earlier.path else -1


def _counts_before(marks: list[int], indexes: list[int]) -> list[int]:
    counts, passed = [], 0
    for index in indexes:
        while passed < len(marks) and marks[passed] < index:
            passed += 1
        counts.append(passed)
    return counts
