"""Reads the template's data files and says, with file and line, what is wrong in them."""

import re
from pathlib import Path
from typing import Any

from tracker import data_files
from tracker.data_files import Entry, Location, line_of
from tracker.errors import TemplateError
from tracker.template.fingerprint import TEMPLATE_FOLDER, VERSION_FILE, template_fingerprint
from tracker.template.macros import expand
from tracker.template.model import LanguageWords, Principle, Provision, Template

PRINCIPLE_COUNT = 24


def load_template(path: Path | None = None) -> Template:
    """Load and check the template in folder `path` (default: the one shipped with the package).

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
    for file, entry in provisions:
        _check_regexes(file, entry, words)
    for file, language in languages:
        _check_words(file, language)
    _check_references(principles, provisions)
    return Template(
        version=str(version["version"]),
        fingerprint=template_fingerprint(folder),
        principles=tuple(sorted((entry for _, entry in principles), key=lambda entry: entry.number)),
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
    except KeyError as error:
        raise _fault(file, location, f"unknown macro {error}", "add it to the language file") from None
    try:
        re.compile(expanded)
    except re.error as error:
        raise _fault(file, location, f"bad regular expression ({error})", "correct it") from None


def _check_regexes(file: Path, provision: Provision, words: dict[Any, LanguageWords]) -> None:
    ids: set[str] = set()
    for language, rules in provision.languages.items():
        at: Location = ("languages", language)
        if language not in words:
            raise _fault(file, at, f"no language file for {language}", "add one or remove the rules")
        macros = words[language].macros
        for index, regex in enumerate(rules.unless):
            _check_regex(file, (*at, "unless", index), regex, macros)
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
        "commitment_clause",
        "digital_article",
        "no_exception",
    ):
        _check_regex(file, (name,), getattr(words, name), words.macros)
    for index, phrase in enumerate(words.exceptions):
        _check_regex(file, ("exceptions", index), phrase.regex, words.macros)
    for index, marker in enumerate(words.deontics.markers):
        _check_regex(file, ("deontics", "markers", index), marker.regex, words.macros)
    for name in ("softeners", "takeovers", "soft_item_starts"):
        for index, regex in enumerate(getattr(words.deontics, name)):
            _check_regex(file, ("deontics", name, index), regex, words.macros)


def _check_references(
    principles: list[tuple[Path, Principle]], provisions: list[tuple[Path, Provision]]
) -> None:
    codes: dict[str, Path] = {}
    for file, provision in provisions:
        if provision.code in codes:
            raise _fault(
                file,
                ("code",),
                f"code {provision.code} is also in {codes[provision.code].name}",
                "rename one",
            )
        codes[provision.code] = file
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
        for index, code in enumerate(principle.provisions):
            if code not in codes:
                raise _fault(
                    file,
                    ("provisions", index),
                    f"unknown provision code {code}",
                    "correct it or add the provision",
                )
    if len(numbers) != PRINCIPLE_COUNT:
        folder = principles[0][0].parent
        raise TemplateError(
            f"{folder}:1: {len(numbers)} principles, not {PRINCIPLE_COUNT}; restore the missing"
        )
    beneath = {(p.number, code) for _, p in principles for code in p.provisions}
    for file, provision in provisions:
        for index, number in enumerate(provision.principles):
            if (number, provision.code) not in beneath:
                raise _fault(
                    file,
                    ("principles", index),
                    f"principle {number} does not list {provision.code}",
                    "name it in both files",
                )
    listed = {code: number for number, code in beneath}
    for file, provision in provisions:
        if provision.code in listed and not provision.principles:
            raise _fault(file, ("code",), f"principle {listed[provision.code]} lists it", "add principles")
