"""Messages as gettext catalogues for translators: `uv run python -m dashboard.parts.catalogue` writes them anew.

- `locale/messages.pot` has every English message; its context (`msgctxt`) is the key, and the Spanish and French
  wordings stand above it as comments.
- `locale/<language>/LC_MESSAGES/messages.po`, one for each language of `PREPARED`, is what a translator fills in, with
  any gettext tool. What is translated stays when the catalogues are written anew; where the English changed, it is
  marked fuzzy and counts as open.
- Counted messages (`.one`, `.many`) are one entry with as many forms as the language has: six in Arabic.
- A language is offered on the pages when nothing is open in its catalogue.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from dashboard.parts.messages import DEFAULT_LANGUAGE, written_languages, written_messages

FOLDER = Path(__file__).resolve().parent.parent / "locale"
TEMPLATE = FOLDER / "messages.pot"
PREPARED = ("ar", "pt")
"""Languages with a catalogue to be translated."""

_EMPTY = re.compile(r'^msgstr(\[\d\])? ""\n(?!")', re.MULTILINE)
_ONE, _MANY = ".one", ".many"
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""In every header, so that a catalogue that says the same is the same file."""
_PROJECT = "digital-trade-tracker"


def file_of(language: str) -> Path:
    """The catalogue of a language, which may not exist."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def finished() -> tuple[str, ...]:
    """Languages in whose catalogue nothing is open, without those that have message files."""
    # A look for an empty translation first: reading a catalogue takes 0.3 s, and each start of the server would wait.
    found = sorted(
        file.parts[-3]
        for file in FOLDER.glob("*/LC_MESSAGES/messages.po")
        if not _EMPTY.search(file.read_text(encoding="utf-8"))
    )
    return tuple(
        language for language in found if language not in written_languages() and not open_keys(language)
    )


def open_keys(language: str) -> frozenset[str]:
    """Keys without a translation that can be used, as the English messages are now."""
    known = _read(file_of(language), language)
    done = {str(message.context) for message in known if message.id and _usable(message)}
    return frozenset(message.context or "" for message in template() if message.id) - done


@cache
def translated(language: str) -> tuple[Mapping[str, str], Callable[[int], int]]:
    """Messages of a language's catalogue by key, and which form a number takes."""
    catalog = _read(file_of(language), language)
    found: dict[str, str] = {}
    for message in catalog:
        key, words = str(message.context), message.string
        if not message.id or not _usable(message):
            continue
        if isinstance(words, str):
            found[key] = words
        elif words:
            found |= {f"{key}.{at}": form for at, form in enumerate(words)}
            found |= {f"{key}{_ONE}": words[0], f"{key}{_MANY}": words[-1]}
    return found, c2py(catalog.plural_expr)


def template() -> Catalog:
    """The English messages of today as a catalogue without translations."""
    catalog = _empty(None)
    english = written_messages(DEFAULT_LANGUAGE)
    others = [language for language in written_languages() if language != DEFAULT_LANGUAGE]
    for key, words in english.items():
        stem = key.removesuffix(_MANY)
        counted = f"{stem}{_ONE}" in english and f"{stem}{_MANY}" in english
        if counted and key.endswith(_MANY):
            catalog.add((english[f"{stem}{_ONE}"], words), context=stem, auto_comments=_hints(others, key))
        elif not (key.endswith(_ONE) and f"{key.removesuffix(_ONE)}{_MANY}" in english):
            catalog.add(words, context=key, auto_comments=_hints(others, key))
    return catalog


def renewed(language: str) -> Catalog:
    """A language's catalogue with the messages of today and all translations that are in its file."""
    before = {message.context: message for message in _read(file_of(language), language) if message.id}
    catalog = _empty(language)
    for message in template():
        known = before.get(message.context)
        if not message.id:
            continue
        changed = known is not None and known.id != message.id
        kept = known is not None and isinstance(known.id, str) == isinstance(message.id, str)
        catalog.add(
            message.id,
            known.string if known is not None and kept else None,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known is not None else (),
            flags=(message.flags - {"fuzzy"}) | ({"fuzzy"} if changed or (known and known.fuzzy) else set()),
        )
    return catalog


def as_file(catalog: Catalog) -> bytes:
    """A catalogue as the bytes of its file."""
    made = BytesIO()
    write_po(made, catalog, width=100, sort_output=False, ignore_obsolete=True)
    return made.getvalue()


def main() -> None:
    """Write all catalogues anew."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_file(template()))
    for language in PREPARED:
        file_of(language).parent.mkdir(parents=True, exist_ok=True)
        file_of(language).write_bytes(as_file(renewed(language)))


def _hints(others: list[str], key: str) -> list[str]:
    """The wordings in the other languages, as comments."""
    said = [(language, written_messages(language).get(key)) for language in others]
    return [f"{language}: {' '.join(words.split())}" for language, words in said if words]


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language, project=_PROJECT, version="1", creation_date=_DAY, revision_date=_DAY, fuzzy=False
    )


def _read(file: Path, language: str) -> Catalog:
    if not file.exists():
        return _empty(language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def _usable(message: Message) -> bool:
    """Whether all forms are translated and the English has not changed since."""
    words = message.string
    return not message.fuzzy and bool(words) and (isinstance(words, str) or all(words or ()))


if __name__ == "__main__":
    main()
