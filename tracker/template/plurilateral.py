"""The WTO's plurilateral text on electronic commerce: how it is recognised and who takes part, from a data file.

It is not part of the template's fingerprint, like policies and the reference agreement.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.data_files import line_of
from tracker.errors import TemplateError
from tracker.template.fingerprint import TEMPLATE_FOLDER
from tracker.template.loader import read_entry
from tracker.template.words import TemplateData

PLURILATERAL_FILE = "plurilateral.yaml"

KnownRole = Literal["convenor", "supporter", "outside"]
"""`convenor`: circulated the text for the others; `supporter`: the text was circulated on its behalf; `outside`: took
part in the initiative, but the text was not circulated on its behalf."""


class KnownText(TemplateData):
    """A text that participants call their agreement. `issued`: its date of issue; `roles`: codes (ISO 3166 alpha-3, or
    groups') of the participants by role, as `source` states them on the day `as_of`."""

    symbol: str
    issued: date
    source: str
    as_of: date
    roles: dict[KnownRole, tuple[str, ...]]

    @model_validator(mode="after")
    def _each_member_once(self) -> "KnownText":
        codes = [code for members in self.roles.values() for code in members]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"{twice[0]} stands twice")
        return self


class Plurilateral(TemplateData):
    """How the initiative's texts are recognised: `series` is the beginning of their WTO symbols."""

    series: str = Field(pattern=r"^[A-Z/]+/$")
    texts: tuple[KnownText, ...]

    def known(self, symbol: str) -> KnownText | None:
        """The facts in the file about the text with this symbol, None where it has none."""
        return next((text for text in self.texts if text.symbol == symbol), None)


def load_plurilateral(path: Path | None = None) -> Plurilateral:
    """The facts in folder `path` (default: those shipped with the package).

    Raises TemplateError naming file and line for what does not validate, and for a text of another series.
    """
    file = (path or TEMPLATE_FOLDER) / PLURILATERAL_FILE
    facts = read_entry(file, Plurilateral)
    for at, text in enumerate(facts.texts):
        if not text.symbol.startswith(facts.series):
            line = line_of(file, ("texts", at, "symbol"))
            raise TemplateError(
                f"{file}:{line}: {text.symbol} is not of the series {facts.series}; correct it"
            )
    return facts


@cache
def shipped_plurilateral() -> Plurilateral:
    """The facts shipped with the package. Raises TemplateError when their file is broken."""
    return load_plurilateral()
