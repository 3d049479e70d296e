"""docs/glossary.md: its terms exist in the code, and no name in the code uses a word it retired."""

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parent.parent
GLOSSARY = PROJECT / "docs" / "glossary.md"
CODE = ("tracker", "scrapers", "dashboard", "migrations", "benchmarks", "docs")
TESTS = ("tests",)
MESSAGES = PROJECT / "dashboard" / "messages"
SCOPES = ("everywhere", "code", "file names")


@dataclass(frozen=True)
class Glossary:
    """What the page says: retired words by scope, standard term of each, and names that may keep one."""

    retired: dict[str, str]
    """Scope by retired word."""
    instead: dict[str, str]
    """Standard term by retired word."""
    kept: tuple[tuple[str, ...], ...]
    """Words of each name that may keep a retired word."""
    in_code: dict[str, str]
    """Dotted name in the code by term."""
    prose: tuple[str, ...]
    """Words and phrases that docstrings and comments do not use."""


@dataclass(frozen=True, order=True)
class Name:
    """A name given in our files, and where."""

    file: str
    line: int
    name: str
    scope: str


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in snake_case, CamelCase or with dots, in lower case."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return tuple(part.lower() for part in parts)


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables beneath a heading, row by row, without their column headings."""
    level = heading.split(" ")[0]
    section = page.split(f"\n{heading}\n", 1)[1]
    section = re.split(rf"\n#{{1,{len(level)}}} ", section)[0]
    tables = re.findall(r"(?:^\|.*\n?)+", section, re.MULTILINE)
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for table in tables
        for line in table.splitlines()[2:]
    ]


def read_glossary(page: str) -> Glossary:
    """The tables of the page."""
    retired: dict[str, str] = {}
    instead: dict[str, str] = {}
    before_kept = page.split("\n### Names that keep one\n")[0]
    for forms, _meaning, term, scope in rows(before_kept, "## Retired words"):
        for form in forms.split(", "):
            retired[form], instead[form] = scope, term
    kept = [
        words_of(name)
        for names, _why in rows(page, "### Names that keep one")
        for name in re.findall(r"`([^`]+)`", names)
    ]
    in_code = {row[0]: row[2].strip("`") for row in rows(page, "## Terms")}
    prose = [
        phrase
        for row in rows(page, "### Not in docstrings and comments either")
        for phrase in row[0].split(", ")
    ]
    return Glossary(retired, instead, tuple(kept), in_code, tuple(prose))


def defined_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of everything a module names itself: what it merely uses is named elsewhere."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield node.lineno, name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from ((node.lineno, alias.asname) for alias in aliases if alias.asname)


def names_in_module(file: str, source: str, scope: str) -> Iterator[Name]:
    """The module's own name, and those it defines."""
    for part in Path(file).with_suffix("").parts:
        yield Name(file, 1, part, "file names")
    for line, name in defined_names(ast.parse(source)):
        yield Name(file, line, name, scope)


def names_in_messages(file: str, values: object) -> Iterator[Name]:
    """The keys of a message file."""
    if isinstance(values, dict):
        for key, inner in values.items():
            yield Name(file, 1, str(key), "code")
            yield from names_in_messages(file, inner)


def all_names() -> Iterator[Name]:
    """Every name in the project's own files."""
    for folder, scope in [(folder, "code") for folder in CODE] + [(folder, "everywhere") for folder in TESTS]:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            yield from names_in_module(
                str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8"), scope
            )
    for path in sorted(MESSAGES.rglob("*.yaml")):
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        yield Name(str(path.relative_to(PROJECT)), 1, path.stem, "file names")
        yield from names_in_messages(str(path.relative_to(PROJECT)), values)


def without_kept(words: tuple[str, ...], kept: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a name without the compounds that may keep a retired word."""
    for compound in kept:
        size = len(compound)
        for start in range(len(words) - size + 1):
            if words[start : start + size] == compound:
                return without_kept((*words[:start], "", *words[start + size :]), kept)
    return words


def is_checked(scope_of_word: str, scope_of_name: str) -> bool:
    """Whether a word retired in one scope may not stand in a name of another: file names count everywhere."""
    if scope_of_name == "file names" or scope_of_word == "everywhere":
        return True
    return scope_of_word == "code" and scope_of_name == "code"


def retired_names(names: Iterable[Name], glossary: Glossary) -> list[str]:
    """One line for each name with a retired word."""
    found = set()
    for name in names:
        for word in without_kept(words_of(name.name), glossary.kept):
            if word in glossary.retired and is_checked(glossary.retired[word], name.scope):
                found.add(f"{name.file}:{name.line}: {name.name} has {word!r}; say {glossary.instead[word]}")
    return sorted(found)


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every docstring (also of values) and comment, without names in code marks."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.lineno, re.sub(r"`[^`]*`", "`", node.value.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], re.sub(r"`[^`]*`", "`", token.string)


def dialect_in(file: str, source: str, glossary: Glossary) -> list[str]:
    """One line for each docstring or comment with a word or phrase of the glossary's list."""
    pattern = re.compile(rf"\b(?:{'|'.join(glossary.prose)})\b".replace(" ", r"\s+"), re.IGNORECASE)
    return [
        f"{file}:{line}: {' '.join(found[0].split())!r}"
        for line, text in prose_of(source)
        if (found := pattern.search(text))
    ]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(GLOSSARY.read_text(encoding="utf-8"))


def test_the_page_is_read_as_it_is_meant(glossary: Glossary) -> None:
    assert len(glossary.in_code) >= 45
    assert set(glossary.retired.values()) <= set(SCOPES)
    assert glossary.instead["likenesses"] == "similarity" and glossary.retired["whole"] == "file names"
    assert ("held", "out") in glossary.kept


def test_no_name_has_a_retired_word(glossary: Glossary) -> None:
    names = list(all_names())
    assert len(names) > 10_000 and {name.scope for name in names} == set(SCOPES)
    assert retired_names(names, glossary) == []


BAD_MODULE = '''
from elsewhere import Path as WarmPath

class ToldFacts:
    portraitOfOne: int

def best_likeness(lead, *, room_left=1):
    """Says who told what; a docstring is no name."""
    for twin in lead.directory():
        self.standing = {joining: 1 for joining in twin}
    held_out = lead_in = "borrowed"
    return TemporaryDirectory(), threshold, shareholders
'''


def test_retired_words_are_found_whatever_they_name(glossary: Glossary) -> None:
    found = retired_names(names_in_module("tracker/queries/whole.py", BAD_MODULE, "code"), glossary)
    said = [line.split(": ")[1].split("; ")[0] for line in found]
    assert sorted(said) == [
        "ToldFacts has 'told'",
        "WarmPath has 'warm'",
        "best_likeness has 'likeness'",
        "joining has 'joining'",
        "lead has 'lead'",
        "portraitOfOne has 'portrait'",
        "room_left has 'room'",
        "standing has 'standing'",
        "twin has 'twin'",
        "whole has 'whole'",
    ]
    assert "tracker/queries/whole.py:4: ToldFacts has 'told'; say claim; report, say" in found


def test_a_tests_name_may_say_where_a_link_goes_in_its_own_words(glossary: Glossary) -> None:
    source = "def test_a_link_leads_on(): ...\ndef test_the_whole_is_told(): ...\n"
    found = retired_names(names_in_module("tests/test_x.py", source, "everywhere"), glossary)
    assert found == ["tests/test_x.py:2: test_the_whole_is_told has 'told'; say claim; report, say"]


def test_docstrings_and_comments_say_it_plainly(glossary: Glossary) -> None:
    paths = [path for folder in CODE + TESTS for path in sorted((PROJECT / folder).rglob("*.py"))]
    found = [
        line
        for path in paths
        for line in dialect_in(str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8"), glossary)
    ]
    assert len(paths) > 400 and found == []


def test_dialect_is_found_in_docstrings_and_comments_and_nowhere_else(glossary: Glossary) -> None:
    source = '''"""A text takes
the lead."""
told = "Nobody tells."  # borrowed from elsewhere
LIMIT = 1
"""So much likeness; `twin` is a name."""
def told_apart():
    """Keeps two apart."""
'''
    assert dialect_in("x.py", source, glossary) == [
        "x.py:1: 'takes the lead'",
        "x.py:5: 'likeness'",
        "x.py:3: 'borrowed'",
    ]


def test_message_keys_are_names(glossary: Glossary) -> None:
    messages = {"wto": {"joining_title": "Held by the lead", "held_out": "x"}}
    found = retired_names(names_in_messages("en/wto.yaml", messages), glossary)
    assert found == ["en/wto.yaml:1: joining_title has 'joining'; say accession"]


def test_terms_exist_in_the_code(glossary: Glossary) -> None:
    for term, dotted in glossary.in_code.items():
        assert resolves(dotted), f"{term}: there is no {dotted}"
    assert not resolves("tracker.models.Portrait") and not resolves("tracker.queries.directory")


def resolves(dotted: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        module, _dot, name = dotted.rpartition(".")
        return bool(module) and resolves(module) and hasattr(importlib.import_module(module), name)
    return True


def test_readers_find_the_glossary() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        assert "(docs/glossary.md)" in (PROJECT / page).read_text(encoding="utf-8"), page
