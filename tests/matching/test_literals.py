"""Every match of a pattern contains the literals that the pattern is said to need."""

import re
from collections.abc import Iterator

import pytest

from tests.matching.clauses import ALL
from tracker.matching.literals import GuardedRegex, Pieces, WordFinder, parse_tree, required_literals
from tracker.matching.normalise import plain
from tracker.template import load_template
from tracker.template.macros import expand


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bspam\b", (("spam",),)),
        (r"(?:junk|bulk) e?mails?", (("bulk", "junk"), ("mail",))),
        (r"(?:junk|x) e?mails?", (("mail",),)),
        (r"(?:free )?flow", (("flow",),)),
        (r"\w+y (?=freely)", ()),
        (r"[ab]{3}", ()),
        (r"(?!)", ((),)),
        (r"(?!)|spam", (("spam",),)),
    ],
)
def test_sets_of_literals(pattern: str, needed: tuple[tuple[str, ...], ...]) -> None:
    found = required_literals(parse_tree(re.compile(pattern)))
    assert sorted(found) == sorted(needed)


def test_a_pattern_that_matches_nothing_is_not_searched() -> None:
    assert not GuardedRegex(r"(?!)").may_match("spam")
    assert not Pieces("spam").may_match(GuardedRegex(r"(?!)"))


def test_words_found_in_one_pass_say_the_same_as_words_looked_for_one_by_one() -> None:
    regexes = [GuardedRegex(regex.pattern) for regex in patterns()]
    finder = WordFinder(regexes)
    answers = set()
    for clause in ALL[::40]:
        text = plain(clause.text)
        found, sought = Pieces(text, finder, finder.has(text)), Pieces(text)
        answer = [found.may_match(regex) for regex in regexes]
        assert answer == [sought.may_match(regex) for regex in regexes]
        answers.update(answer)
    assert answers == {True, False}


def test_what_is_put_together_from_pieces_may_match() -> None:
    regex = GuardedRegex("junk mail")
    text = "no mail; of junk"
    assert not regex.may_match(text)
    assert regex.search("of junk mail") is not None
    assert Pieces(text).may_match(regex)
    finder = WordFinder([regex])
    assert Pieces(text, finder, finder.has(text)).may_match(regex)
    assert not Pieces("of mail").may_match(regex)


def patterns() -> Iterator[re.Pattern[str]]:
    """All patterns of the template."""
    template = load_template()
    for provision in template.provisions:
        for language, rules in provision.languages.items():
            for pattern in rules.patterns:
                yield re.compile(expand(pattern.regex, template.words[language].macros))


def test_no_match_of_any_pattern_lacks_its_literals() -> None:
    texts = [plain(clause.text) for clause in ALL]
    checked = 0
    for regex in patterns():
        literals = required_literals(parse_tree(regex))
        for text in texts:
            for match in regex.finditer(text):
                checked += 1
                assert all(any(one in match.group() for one in choice) for choice in literals), regex.pattern
    assert checked > 100
