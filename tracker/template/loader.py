"""Reads the template's data files and says, with file and line, what is wrong in them."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tracker import data_files
from tracker.data_files import Entry, Location, line_of
from tracker.errors import TemplateError
from tracker.template.backtracking import backtracking_problem
from tracker.template.fingerprint import TEMPLATE_FOLDER, VERSION_FILE, template_fingerprint
from tracker.template.macros import UnknownMacro, expand
from tracker.template.model import PRINCIPLE_COUNT, Principle, Provision, ProvisionWords, Template
from tracker.template.words import LanguageWords


@cache
def shipped_template() -> Template:
    """The template shipped with the package, loaded once per process, for those who read its words and codes.

    Its regular expressions are not compiled, which takes most of the time of `load_template`.
    Raises TemplateError naming file and line for anything else that does not validate.
    """
    return load_template(patterns=False)


def load_template(path: Path | None = None, *, patterns: bool = True) -> Template:
    """Load and check the template in folder `path` (default: the one shipped with the package).

    `patterns`: whether every regular expression is compiled to see that it can be.
    Raises TemplateError naming file and line for anything that does not validate.
    """
    folder = path or TEMPLATE_FOLDER
    version = data_files.read_data(folder / VERSION_FILE, TemplateError)
    if not isinstance(version, dict) or set(version) != {"version"} or not str(version["version"]).strip():
        raise TemplateError(f"{folder / VERSION_FILE}:1: must hold one key, version; write 'version: ...'")
    languages = _entries(folder / "language", LanguageWords)
    words = {entry.language: entry for _, entry in languages}
    principles = _entries(folder / "principles", Principle)
    provisions = _entries(folder / "provisions", Provision)
    if patterns:
        for file, entry in provisions:
            _check_regexes(file, entry, words)
        for file, language in languages:
            _check_words(file, language)
    _check_references(principles, provisions)
    return Template(
        version=str(version["version"]),
        fingerprint=template_fingerprint(folder),
        principles=_with_provisions(principles, [entry for _, entry in provisions]),
        provisions=tuple(entry for _, entry in provisions),
        words=words,
    )


def _entries(folder: Path, model: type[Entry]) -> list[tuple[Path, Entry]]:
    """Every file of `folder` as one entry of `model`, in file-name order."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise TemplateError(f"{folder}:1: holds no .yaml file; restore the template's data files")
    return [(file, read_entry(file, model)) for file in files]


def read_entry(file: Path, model: type[Entry]) -> Entry:
    """One data file as an entry of `model`. Raises TemplateError with file and line where it does not validate."""
    return data_files.read_entry(file, model, TemplateError)


def _fault(file: Path, location: Location, problem: str, remedy: str) -> TemplateError:
    return TemplateError(f"{file}:{line_of(file, location)}: {problem}; {remedy}")


def _check_regex(file: Path, location: Location, regex: str, macros: dict[str, str]) -> None:
    try:
        expanded = expand(regex, macros)
    except UnknownMacro as error:
        raise _fault(file, location, f"unknown macro {error}", "add it to the language file") from None
    problem = _problem(expanded)
    if problem:
        raise _fault(file, location, f"bad regular expression ({problem})", "correct it")


@lru_cache(maxsize=8192)
def _problem(regex: str) -> str:
    """What keeps `regex` from being used: it cannot be compiled, or may backtrack without end; "" if nothing does.

    Kept: the template has thousands of them.
    """
    try:
        re.compile(regex)
    except re.error as error:
        return str(error)
    return backtracking_problem(regex)


def _check_regexes(file: Path, provision: Provision, words: dict[Any, LanguageWords]) -> None:
    ids: set[str] = set()
    for language, rules in provision.languages.items():
        at: Location = ("languages", language)
        if language not in words:
            raise _fault(file, at, f"no language file for {language}", "add one or remove the rules")
        macros = words[language].macros
        for index, regex in enumerate(rules.unless):
            _check_regex(file, (*at, "unless", index), regex, macros)
        for index, regex in enumerate(rules.passed_over):
            _check_regex(file, (*at, "passed_over", index), regex, macros)
        for index, pattern in enumerate(rules.patterns):
            spot = (*at, "patterns", index)
            _check_regex(file, (*spot, "regex"), pattern.regex, macros)
            if pattern.heading:
                _check_regex(file, (*spot, "heading"), pattern.heading, macros)
            for veto in pattern.unless:
                _check_regex(file, (*spot, "unless"), veto, macros)
        for index, note in enumerate(rules.notes):
            _check_regex(file, (*at, "notes", index), note.regex, macros)
        for index, prototype in enumerate(rules.prototypes):
            if prototype.id in ids:
                raise _fault(
                    file, (*at, "prototypes", index), f"prototype id {prototype.id} twice", "rename one"
                )
            ids.add(prototype.id)


def _check_words(file: Path, words: LanguageWords) -> None:
    for name, regex in words.macros.items():
        _check_regex(file, ("macros", name), regex, words.macros)
    for kind, regex in words.chapter_kinds.items():
        _check_regex(file, ("chapter_kinds", kind), regex, words.macros)
    for name in (
        "definition_clause",
        "definition_chapeau",
        "definition_heading",
        "preamble",
        "commitment_clause",
        "digital_article",
        "digital_word",
        "no_exception",
    ):
        _check_regex(file, (name,), getattr(words, name), words.macros)
    for name in ("whole", "this", "and_", "through", "other_than", "joins"):
        _check_regex(file, ("coverage", name), getattr(words.coverage, name), words.macros)
    for unit, regex in words.coverage.units.items():
        _check_regex(file, ("coverage", "units", unit), regex, words.macros)
    for name in ("words", "headings", "chapters"):
        for index, entry in enumerate(getattr(words.scope, name)):
            _check_regex(file, ("scope", name, index), entry.regex, words.macros)
    _check_regex(file, ("structure", "not_headings"), words.structure.not_headings, words.macros)
    for index, rule in enumerate(words.structure.rules):
        at: Location = ("structure", "rules", index)
        _check_regex(file, (*at, "heading"), rule.heading, words.macros)
        _check_regex(file, (*at, "opening"), rule.opening, words.macros)
    for index, phrase in enumerate(words.exceptions):
        _check_regex(file, ("exceptions", index), phrase.regex, words.macros)
    for index, marker in enumerate(words.deontics.markers):
        _check_regex(file, ("deontics", "markers", index), marker.regex, words.macros)
    for name in ("softeners", "takeovers", "soft_item_starts"):
        for index, regex in enumerate(getattr(words.deontics, name)):
            _check_regex(file, ("deontics", name, index), regex, words.macros)


def _with_provisions(
    principles: list[tuple[Path, Principle]], provisions: list[Provision]
) -> tuple[Principle, ...]:
    """The principles by number, each with the codes of the provisions that name it."""
    ranked = sorted(provisions, key=lambda entry: (entry.order, entry.code))
    beneath = {
        principle.number: tuple(entry.code for entry in ranked if principle.number in entry.principles)
        for _, principle in principles
    }
    ordered = sorted((entry for _, entry in principles), key=lambda entry: entry.number)
    return tuple(entry.model_copy(update={"provisions": beneath[entry.number]}) for entry in ordered)


def _check_references(
    principles: list[tuple[Path, Principle]], provisions: list[tuple[Path, Provision]]
) -> None:
    _check_codes_and_names(provisions)
    numbers: dict[int, Path] = {}
    for file, principle in principles:
        if principle.number in numbers:
            raise _fault(
                file,
                ("number",),
                f"principle {principle.number} is also in {numbers[principle.number].name}",
                "renumber one",
            )
        numbers[principle.number] = file
        if "provisions" in principle.model_fields_set:
            raise _fault(
                file, ("provisions",), "the provisions name their principles themselves", "remove the line"
            )
    named = {number for _, provision in provisions for number in provision.principles}
    for file, principle in principles:
        if principle.number not in named:
            raise _fault(
                file, ("number",), f"no provision names principle {principle.number}", "name it in one"
            )
    if len(numbers) != PRINCIPLE_COUNT:
        folder = principles[0][0].parent
        raise TemplateError(
            f"{folder}:1: {len(numbers)} principles, not {PRINCIPLE_COUNT}; restore the missing"
        )


def _check_codes_and_names(provisions: list[tuple[Path, Provision]]) -> None:
    """Each code once, as the file's name; no two provisions of one short name in a language."""
    names: dict[tuple[str, str], Path] = {}
    for file, provision in provisions:
        if provision.code != file.stem:
            raise _fault(
                file, ("code",), f"the code is {provision.code}, the file {file.name}", "name both alike"
            )
        said: list[tuple[str, Location, Provision | ProvisionWords]] = [("en", (), provision)]
        said += [(language, ("translations", language), w) for language, w in provision.translations.items()]
        for language, location, entry in said:
            name = entry.name or entry.title
            if not name:
                continue
            other = names.setdefault((language, name.casefold()), file)
            if other != file:
                at = (*location, "name" if entry.name else "title")
                raise _fault(file, at, f"{name!r} is also what {other.name} is called", "rename one")
