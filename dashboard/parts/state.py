"""The state of a view, stored in the query of its address: every view has a link, and the back button works.

The address is authoritative: widgets take their value from it on every run and write to it when they change. A value
that cannot be used is ignored, and recorded so that the page can say so.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

MAX_LENGTH = 200
"""Longer parameter values are cut when they are shown back."""

MAX_PAGE_DIGITS = 6
"""A number with more digits than this is not a page number."""

S = TypeVar("S", bound=str)


class LinkState:
    """Reads and writes the parameters of one page's address; `problems` are (name, value) not usable."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def text(self, name: str) -> str | None:
        """The parameter as given, None when absent or empty."""
        value = st.query_params.get(name)
        return value.strip() or None if value else None

    def one_of(self, name: str, options: Sequence[str], default: str | None) -> str | None:
        """The parameter where it is one of `options`, else `default` (noted as a problem if given)."""
        value = self.text(name)
        if value is None or value in options:
            return value or default
        self.problems.append((name, value[:MAX_LENGTH]))
        return default

    def select(
        self,
        label: str,
        name: str,
        options: Sequence[str],
        *,
        default: str | None,
        shown: Callable[[str], str],
        placeholder: str | None = None,
    ) -> str | None:
        """A select box bound to the parameter `name`; without a default it can be left empty."""
        key = _key(name)
        st.session_state[key] = self.one_of(name, options, default)
        st.selectbox(
            label,
            options,
            index=None,
            key=key,
            format_func=shown,
            placeholder=placeholder or "",
            on_change=_write,
            args=(name, default),
        )
        value: str | None = st.session_state[key]
        return default if value is None else value

    def several(
        self,
        label: str,
        name: str,
        options: Sequence[str],
        *,
        most: int,
        shown: Callable[[str], str],
        placeholder: str,
    ) -> tuple[str, ...]:
        """A box for up to `most` choices, bound to the parameter `name`, which has them separated by commas.

        A value that is not an option, is repeated, or exceeds `most` is ignored (and noted).
        """
        chosen: list[str] = []
        for value in (self.text(name) or "").split(","):
            if value and value in options and value not in chosen and len(chosen) < most:
                chosen.append(value)
            elif value and value not in chosen:
                self.problems.append((name, value[:MAX_LENGTH]))
        key = _key(name)
        st.session_state[key] = chosen
        st.multiselect(
            label,
            options,
            key=key,
            max_selections=most,
            select_all=False,
            format_func=shown,
            placeholder=placeholder,
            on_change=_write,
            args=(name, None),
        )
        return tuple(chosen)

    def switch(
        self,
        label: str,
        name: str,
        options: Sequence[S],
        *,
        default: S,
        shown: Callable[[str], str],
        quiet: bool = False,
    ) -> S:
        """A row of choices bound to the parameter `name`; `quiet`: its label is for screen readers only."""
        key = _key(name)
        asked = self.one_of(name, options, default)
        value = next((option for option in options if option == asked), default)
        st.session_state[key] = value
        st.segmented_control(
            label,
            options,
            key=key,
            format_func=shown,
            on_change=_write,
            args=(name, default),
            required=True,
            label_visibility="collapsed" if quiet else "visible",
        )
        return value

    def typed(self, label: str, name: str, *, longest: int, placeholder: str) -> str:
        """A text box bound to the parameter `name`; text beyond `longest` characters is cut (and noted)."""
        value = self.text(name) or ""
        if len(value) > longest:
            self.problems.append((name, value[:MAX_LENGTH]))
            value = value[:longest]
        key = _key(name)
        st.session_state[key] = value
        st.text_input(
            label, key=key, max_chars=longest, placeholder=placeholder, on_change=_write, args=(name, "")
        )
        return value

    def page(self, name: str = "page") -> int:
        """The number of a page of results, 1 where none (or no number) is given."""
        value = self.text(name)
        if value is None:
            return 1
        if value.isascii() and value.isdecimal() and len(value) <= MAX_PAGE_DIGITS and int(value):
            return int(value)
        self.problems.append((name, value[:MAX_LENGTH]))
        return 1

    def years(self, labels: tuple[str, str], low: int, high: int) -> tuple[int, int]:
        """Two select boxes over years bound to the parameters `from` and `to`; in either order."""
        years = [str(year) for year in range(low, high + 1)]
        start = self.select(labels[0], "from", years, default=str(low), shown=str)
        end = self.select(labels[1], "to", years, default=str(high), shown=str)
        first, last = int(start or low), int(end or high)
        return min(first, last), max(first, last)


def _key(name: str) -> str:
    return f"link-{name}"


def _write(name: str, default: object) -> None:
    """Write the value to the address; the default (or an empty value) is left out."""
    value = st.session_state[_key(name)]
    # With another choice there are other results, which begin at their first page.
    link = {key: kept for key, kept in st.query_params.to_dict().items() if key not in (name, "page")}
    if isinstance(value, list):
        value = ",".join(value) or None
    if value is not None and value != default:
        link[name] = str(value)
    # In one step, because every change of the address is a step of the back button.
    st.query_params.from_dict(link)
