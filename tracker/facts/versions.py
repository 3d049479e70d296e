"""The present versions of template and matcher, and the matcher itself."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.matching.version import matcher_version
from tracker.reviewer.version import reviewer_version
from tracker.template.fingerprint import template_fingerprint

if TYPE_CHECKING:
    from tracker.matching import Matcher


@dataclass(frozen=True, slots=True)
class MatchVersions:
    """Versions of template data and matcher; both contain a digest of their files."""

    template: str
    matcher: str

    @property
    def fingerprint(self) -> str:
        """One string that changes when either version does."""
        return f"{self.template} {self.matcher}"


@cache
def current_versions() -> MatchVersions:
    """The versions of the files of this installation; cheap: no YAML is parsed."""
    return MatchVersions(template_fingerprint(), f"{matcher_version()}+{reviewer_version()}")


def matching_version() -> str:
    """The fingerprint of the present versions."""
    return current_versions().fingerprint


@cache
def shared_matcher() -> "Matcher":
    """The matcher over the shipped template, built once per process; a pattern is compiled when it is first used."""
    from tracker.matching import Matcher
    from tracker.template import load_template

    return Matcher(load_template(patterns=False))
