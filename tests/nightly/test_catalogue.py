"""The digest's catalogues: every message in every language, with the same placeholders, and used."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from tracker.errors import BadInput
from tracker.models.life import BASES
from tracker.nightly import language as language_module
from tracker.nightly.changes import KINDS
from tracker.nightly.language import ENGLISH, FOLDER, LANGUAGES, words_in
from tracker.nightly.wording import remark_words
from tracker.plausibility import KINDS as REMARKS
from tracker.plausibility import Remark, words
from tracker.plausibility.remarks import Kind
from tracker.queries.core.agreement_index import SHOWN_STATUSES

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
ENGLISH_IS_FRENCH = {
    "night.sources.one",
    "night.sources.many",
    "articles.one",
    "articles.many",
    "group.policy_space",
    "group.structure",
    "place.numbered",
    "part.article",
    "part.section",
}
"""Messages whose words are the same in both languages."""


def keys_of(language: str) -> dict[str, str]:
    return dict(words_in(language).messages)


def placeholders(message: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(message) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_is_in_each_language_with_the_same_placeholders(language: str) -> None:
    english, own = keys_of(ENGLISH), keys_of(language)
    assert set(own) == set(english)
    days = {"day", "first_of_month"}
    assert {key: placeholders(own[key]) for key in own if key not in days} == {
        key: placeholders(words) for key, words in english.items() if key not in days
    }
    assert all(message.strip() for key, message in own.items() if key != "thousands")


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_was_left_in_english(language: str) -> None:
    english = keys_of(ENGLISH)
    same = {key for key, message in keys_of(language).items() if message == english[key]}
    with_words = {key for key in same if re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", english[key]))}
    assert with_words == (ENGLISH_IS_FRENCH if language == "fr" else set())


def test_each_language_has_both_forms_of_a_number() -> None:
    for language in LANGUAGES:
        keys = set(words_in(language).messages)
        assert {key.removesuffix(".one") for key in keys if key.endswith(".one")} == {
            key.removesuffix(".many") for key in keys if key.endswith(".many")
        }


def asked_for() -> Iterator[tuple[str, bool]]:
    """Each key that the code asks for (a pattern where a part of it is filled in), and whether it is counted."""
    for file in Path(language_module.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if node.func.attr in ("say", "count"):
                for key in _keys(node.args[0]):
                    yield key, node.func.attr == "count"


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)


def test_the_code_asks_for_what_is_there_and_nothing_is_there_in_vain() -> None:
    keys = set(words_in(ENGLISH).messages)
    used: set[str] = set()
    for pattern, counted in asked_for():
        ending = r"\.(one|many)" if counted else ""
        found = {key for key in keys if re.fullmatch(pattern + ending, key)}
        assert found, f"no message for {pattern}"
        used |= found
    # Asked for by way of a variable: `key` in country_words, or as a member of `messages`.
    used |= {
        "country.new",
        "country.now",
        "thousands",
        "day",
        "first_of_month",
        "semicolon",
        "unread.no_text",
    }
    assert keys - used == set()


def test_what_the_data_may_say_has_words() -> None:
    for language in LANGUAGES:
        own = words_in(language)
        for key in (
            *(f"status.{status}" for status in SHOWN_STATUSES),
            *(f"change.{kind}" for kind in KINDS),
            *(f"kind.{kind}" for kind in KINDS),
            *(f"limit.{basis}" for basis in BASES if basis != "read"),
            *(f"unread.{reading}" for reading in ("not_read", "reported", "partly_read")),
            *(f"remark.{kind}.many" for kind in get_args(Kind)),
            *(f"closing.{state}" for state in ("closed", "restricted")),
        ):
            assert own.has(key), (language, key)


def test_remarks_in_english_are_those_of_the_plausibility_report() -> None:
    for kind in REMARKS:
        remark = Remark(kind, False, 3, 20, ("after Article 7", "Article 9"))
        assert remark_words(words_in(ENGLISH), remark) == words(remark)


def test_remarks_count_and_name_places_in_each_language() -> None:
    one = Remark("number_gaps", False, 1, 20, ("after Article 7",))
    assert [remark_words(words_in(language), one) for language in LANGUAGES] == [
        "1 number is missing in the run of 20 article numbers: after Article 7",
        "falta 1 número en la serie de 20 números de artículo: después de Artículo 7",
        "1 numéro manque dans la suite de 20 numéros d’articles\u202f: après Article 7",
    ]
    share = Remark("outside_articles", True, 400, 1000)
    assert [remark_words(words_in(language), share) for language in LANGUAGES] == [
        "40% of the text stands in no article",
        "el 40\u202f% del texto no está en ningún artículo",
        "40\u202f% du texte ne figure dans aucun article",
    ]


def test_days_and_numbers_as_each_language_writes_them() -> None:
    first, other = date(2030, 1, 1), date(2030, 11, 29)
    assert [words_in(language).day(first) for language in LANGUAGES] == [
        "2030-01-01",
        "1.º de enero de 2030",
        "1er janvier 2030",
    ]
    assert [words_in(language).day(other) for language in LANGUAGES] == [
        "2030-11-29",
        "29 de noviembre de 2030",
        "29 novembre 2030",
    ]
    assert [words_in(language).number(12345) for language in LANGUAGES] == [
        "12,345",
        "12\u202f345",
        "12\u202f345",
    ]
    assert [words_in(language).count("counts.facts", 0) for language in LANGUAGES] == [
        "0 facts changed",
        "0 datos cambiaron",
        "0 donnée modifiée",
    ]


def test_other_languages_are_refused() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(LANGUAGES)
    with pytest.raises(BadInput, match="'pt'"):
        words_in("pt")
