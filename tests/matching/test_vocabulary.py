"""What words say is the same whether they were seen before or not, and a text without irregular words needs no edit."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching import vocabulary
from tracker.matching.literals import GuardedRegex, Pieces, WordFinder
from tracker.matching.normalise import CleanPieces, clean, fold, lower
from tracker.matching.repair import WordRepair
from tracker.matching.vocabulary import Vocabulary

REPAIR = WordRepair(["electronic commerce"], small_words=("in",), glued=("of",))
REGEXES = [
    GuardedRegex("junk mail"),
    GuardedRegex("(?:red|blue) kite"),
    GuardedRegex("(?!)"),
    GuardedRegex(r"\w"),
]
FINDER = WordFinder(REGEXES)
PIECES = [
    "junk",
    "mails",
    "red",
    "kite.",
    "ofelectronic",
    "data1",
    "12",
    "[3]",
    "-7-",
    "na\u00efve",
    "\u00ad",
    "x-",
    " ",
    "\n",
    "\n\n",
]

texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@given(texts)
def test_words_say_of_patterns_what_the_text_says(text: str) -> None:
    known = Vocabulary(REPAIR, FINDER)
    for said in (known.read(text), known.read(text)):
        pieces = Pieces(text, FINDER, said.has)
        assert [pieces.may_match(regex) for regex in REGEXES] == [
            Pieces(text).may_match(regex) for regex in REGEXES
        ]


@given(texts)
def test_what_is_regular_stays_as_it_is(text: str) -> None:
    low = lower(fold(text))
    said = Vocabulary(REPAIR).read(low)
    known, asked = CleanPieces(low, said.mended, regular=said.regular), CleanPieces(low, said.mended)
    assert known.whole == asked.whole
    assert known[0, len(low)] == clean(low, said.mended)


def test_few_words_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST_KNOWN", 3)
    known = Vocabulary(REPAIR, FINDER)
    for text in ("junk a b c", "d e f mails", "junk mails"):
        assert known.read(text).has == FINDER.has(text)
