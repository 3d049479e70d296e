"""Macros: `{name}` in a pattern is replaced by the language file's macro of that name."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([a-z][a-z_]*)\}")
_DEEPEST = 5


class UnknownMacro(KeyError):
    """A pattern names a macro that its language file does not have."""


def expand(regex: str, macros: Mapping[str, str]) -> str:
    """`regex` with every `{name}` replaced by its macro in a group; UnknownMacro names one that is missing.

    Macros may use macros. Quantifiers such as `{0,40}` stay.
    """
    for _ in range(_DEEPEST):
        if not _NAME.search(regex):
            return regex
        try:
            regex = _NAME.sub(lambda match: f"(?:{macros[match.group(1)]})", regex)
        except KeyError as error:
            raise UnknownMacro(*error.args) from None
    raise UnknownMacro("macros that name each other without end")
