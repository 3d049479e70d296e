"""HTML in which everything is escaped that was not made here; all scraped text on a page passes through this module.

`tag` escapes every child that is not itself a `Markup`, and every attribute value; addresses are accepted only when
they are http(s) or within the dashboard.
"""

import html
import re
import string
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from urllib.parse import urlencode

from dashboard.parts.language import link_language
from dashboard.parts.pages import page_path
from tracker.addresses import is_web_address
from tracker.queries import EnglishWords

KEPT_QUERIES = 10_000
"""Queries of links that are kept encoded, of about 200 bytes."""

_VOID = frozenset({"br", "hr", "col", "meta"})
_TAG = re.compile(r"[a-z][a-z0-9]*")
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9-]*")


class Markup(str):
    """A string that is HTML already. Made by this module only."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """For `st.html`, which takes any other string for indented text and searches all of it for indentation: 6 ms of
        processor time for a country's page."""
        return str(self)


Child = object
"""Content of a tag: Markup as it is, None as nothing, anything else escaped."""


def escape(value: object) -> Markup:
    """`value` as escaped HTML; Markup is unchanged, None becomes nothing, EnglishWords get `lang="en"`."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, EnglishWords):
        return Markup(f'<span lang="en">{html.escape(value)}</span>')
    return Markup("" if value is None else html.escape(str(value)))


def tag(name: str, *children: Child, **attributes: object) -> Markup:
    """`<name attributes>children</name>`. Underscores in attribute names become hyphens, `class_` is class;
    attributes that are None or False are left out, True stands alone."""
    _check_tag(name)
    rendered = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{rendered}>")
    return Markup(f"<{name}{rendered}>{join(children)}</{name}>")


def join(children: Iterable[Child], separator: Child = "") -> Markup:
    """Children one after another, escaped where needed."""
    return Markup(escape(separator).join(escape(child) for child in children if child is not None))


def woven(template: str, /, **children: Child) -> Markup:
    """A message (`Messages.template`) with links or tags in its {placeholders}, in the order of its language.

    Raises KeyError where a placeholder has no child.
    """
    pieces: list[Child] = []
    for words, place, _, _ in string.Formatter().parse(template):
        pieces.append(words)
        if place is not None:
            pieces.append(children[place])
    return join(pieces)


def words_after(selector: str, words: str) -> Markup:
    """A style that shows `words` after the element of `selector`: for the few words that Streamlit has in English only.

    Every character of the words that is not a letter or digit is written as a number, so that none can end the
    string or the style.
    """
    letters = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in words)
    return Markup(f'<style>{selector}::after {{ content: "{letters}"; }}</style>')


def page_link(page: str, label: Child, /, class_: str | None = None, **parameters: str | None) -> Markup:
    """A link to a page of the dashboard with its state in the query; works under any base path."""
    return tag("a", label, href=page_address(page, **parameters), target="_self", class_=class_)


def page_address(page: str, /, **parameters: str | None) -> str:
    """The relative address of a page in the visitor's language; parameters that are None are left out."""
    given = {key: value for key, value in parameters.items() if value is not None}
    query = _query(tuple({**given, **link_language()}.items()))
    path = page_path(page)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=KEPT_QUERIES)
def _query(parameters: tuple[tuple[str, str], ...]) -> str:
    """Encoded once: a country's page has two thousand links to some hundred agreements."""
    return urlencode(parameters)


def view_address(parameters: Mapping[str, str]) -> str:
    """The address of the present page with these parameters and no others (`?` alone takes all away)."""
    return f"?{urlencode(parameters)}"


def web_link(url: str | None, label: Child) -> Markup:
    """An external link, opened in a new tab; the label alone where the address is not a web address."""
    if url is None or not is_web_address(url):
        return escape(label)
    return tag("a", label, href=url, target="_blank", rel="noopener noreferrer")


@cache
def _check_tag(name: str) -> None:
    """Raise ValueError for what is no tag name. Checked once for each: a page has thousands of tags of few names."""
    if not _TAG.fullmatch(name):
        raise ValueError(f"not a tag name: {name!r}")


@cache
def _attribute_name(key: str) -> str:
    """The attribute of a keyword. Raises ValueError for one that is not for data."""
    name = key.rstrip("_").replace("_", "-")
    if not _ATTRIBUTE.fullmatch(name) or name.startswith("on"):
        raise ValueError(f"not an attribute for data: {name!r}")
    return name


def _attribute(key: str, value: object) -> str:
    name = _attribute_name(key)
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{html.escape(str(value))}"'
