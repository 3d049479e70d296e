"""The words for a paper of the WTO."""

from tracker.nightly.language import Words
from tracker.nightly.names import member_name
from tracker.nightly.papers import PaperChange
from tracker.nightly.wording import day_words
from tracker.texts.symbols import kind_of


def paper_words(words: Words, row: PaperChange) -> str:
    """The words for a paper, after its symbol."""
    built = f"wto.{kind_of(row.symbol)}"
    parts = [row.title]
    if row.base and words.has(built):
        parts.append(words.say(built, base=row.base))
    if row.issued:
        parts.append(words.say("wto.issued", day=day_words(words, row.issued)))
    if row.members:
        names = ", ".join(member_name(words, code) for code in row.members)
        parts.append(words.say("wto.submitted", names=names))
    text = words.say("wto.text_of", agreement=row.slug) if row.slug else words.say("wto.no_agreement")
    parts.append(text)
    if row.kind == "replaced":
        parts.append(words.say("wto.replaced"))
    return words.listed([*parts, *([row.url] if row.url else [])])
