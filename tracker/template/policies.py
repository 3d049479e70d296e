"""Policies and the reference agreement, with which the template's provisions are compared, from data files.

They change nothing in the matcher's findings and are therefore not part of the template's fingerprint.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.data_files import Location, line_of
from tracker.errors import TemplateError
from tracker.template.fingerprint import TEMPLATE_FOLDER
from tracker.template.loader import load_template, read_entry, shipped_template
from tracker.template.model import Template, Translated
from tracker.template.words import TemplateData

POLICIES_FILE = "policies.yaml"
REFERENCE_FILE = "reference.yaml"

PolicyGroup = Literal["digital", "economy"]


class PolicyWords(TemplateData):
    """Title and explanation of a policy in a language other than English."""

    title: str
    explainer: str


class Closure(TemplateData):
    """A provision that prevents a policy; with `notes`, only in clauses that have one of these notes.

    - `sectoral`: a clause that reaches one sector only closes the policy like any other.
    - `effect`: whether a hard clause without an exception closes the policy, or by its nature only restricts it.
    """

    provision: str
    notes: tuple[str, ...] = ()
    sectoral: bool = False
    effect: Literal["closes", "restricts"] = "closes"


class Policy(TemplateData):
    """Something a government may want to do, and the provisions that prevent it.

    `goods_annexes`: what prevents it may also stand in an annex on goods, such as a tariff schedule.
    """

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    group: PolicyGroup
    closed_by: tuple[Closure, ...] = Field(min_length=1)
    goods_annexes: bool = False
    title: str
    explainer: str
    translations: dict[Translated, PolicyWords]


class Policies(TemplateData):
    """The policies in the order in which they are shown.

    `narrowed_by`: notes, or what stands before their colon, of clauses that leave a part of their subject out.
    """

    narrowed_by: tuple[str, ...] = ()

    policies: tuple[Policy, ...] = Field(min_length=1)

    def narrowed(self, notes: Iterable[str]) -> bool:
        """Whether a clause with these notes leaves a part of its subject out."""
        return any(note.partition(":")[0] in self.narrowed_by for note in notes)

    @model_validator(mode="after")
    def _each_code_once(self) -> "Policies":
        codes = [policy.code for policy in self.policies]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"code {twice[0]} stands twice")
        return self


class Reference(TemplateData):
    """How the reference agreement is recognised: by one of its names (case does not count) and the year of
    its signature, or by its number in the WTO's database of regional trade agreements."""

    names: tuple[str, ...] = Field(min_length=1)
    year_signed: int = Field(ge=1948, le=2100)
    wto_rta_id: int | None = None
    short_name: str


def load_policies(path: Path | None = None, template: Template | None = None) -> Policies:
    """The policies of folder `path` (default: the one shipped with the package), checked against `template`.

    Raises TemplateError naming file and line for anything that does not validate, and for a provision or note the
    template does not know.
    """
    file = (path or TEMPLATE_FOLDER) / POLICIES_FILE
    policies = read_entry(file, Policies)
    known = template or load_template(path)
    for at, policy in enumerate(policies.policies):
        for index, closure in enumerate(policy.closed_by):
            _check(file, ("policies", at, "closed_by", index), closure, known)
    return policies


def load_reference(path: Path | None = None) -> Reference:
    """The facts by which the reference agreement is recognised. Raises TemplateError for a broken file."""
    return read_entry((path or TEMPLATE_FOLDER) / REFERENCE_FILE, Reference)


def _check(file: Path, location: Location, closure: Closure, template: Template) -> None:
    provision = template.by_code.get(closure.provision)
    if provision is None:
        raise _fault(file, location, f"unknown provision code {closure.provision}", "correct it")
    if not provision.has_strength:
        raise _fault(file, location, f"{closure.provision} has no strength", "name one that can bind")
    if not provision.has_exception:
        raise _fault(
            file, location, f"exceptions of {closure.provision} are not read", "set has_exception in its file"
        )
    noted = {note.code for rules in provision.languages.values() for note in rules.notes}
    for note in closure.notes:
        if note not in noted:
            raise _fault(file, location, f"{closure.provision} has no note {note}", "correct it")


def _fault(file: Path, location: Sequence[str | int], problem: str, remedy: str) -> TemplateError:
    return TemplateError(f"{file}:{line_of(file, tuple(location))}: {problem}; {remedy}")


@cache
def shipped_policies() -> Policies:
    """The policies shipped with the package. Raises TemplateError when their file is broken."""
    return load_policies(template=shipped_template())


@cache
def shipped_reference() -> Reference:
    """The reference agreement's facts shipped with the package. Raises TemplateError when their file is broken."""
    return load_reference()
