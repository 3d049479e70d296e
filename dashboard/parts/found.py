"""The findings of one article: one provision per line, with strength, exception, basis and a link to its page."""

from collections.abc import Iterable
from typing import Protocol

from dashboard.parts.basis import basis_chip
from dashboard.parts.markup import Markup, tag
from dashboard.parts.messages import Messages
from dashboard.parts.notes import found_name, promised
from dashboard.parts.provision_link import provision_link
from dashboard.parts.reach import Reaching, reach_chips
from dashboard.parts.report_error import report_link
from dashboard.parts.strength import exception_chip, shows_strength, strength_chip
from tracker.queries import ArticleRef, FindingBasis


class Found(Reaching, Protocol):
    """A finding as any query gives it; `strength` is None or `unrated` where the provision has none."""

    @property
    def provision(self) -> str:
        """Its code."""

    @property
    def strength(self) -> str | None:
        """hard, soft, or not rated."""

    @property
    def exception(self) -> bool | None:
        """Whether the clause has one; None where none is read for the provision."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of details."""

    @property
    def basis(self) -> FindingBasis | None:
        """How it is known; None where that is not asked, as of a draft."""


def found_list(messages: Messages, findings: Iterable[Found], slug: str, article: ArticleRef) -> Markup:
    """The findings of an article of the agreement with this slug as a list of chips."""
    return tag(
        "ul",
        *(
            tag(
                "li",
                tag("span", found_name(messages, finding.provision, finding.notes), class_="found-name"),
                " ",
                strength_chip(messages, finding.provision, finding.strength)
                if shows_strength(finding.provision)
                else None,
                " ",
                exception_chip(messages, finding.exception),
                " ",
                reach_chips(messages, finding),
                " ",
                basis_chip(messages, finding.basis) if finding.basis else None,
                " ",
                provision_link(messages, finding.provision, brief=True),
                " ",
                report_link(messages, finding.provision, slug, article),
                promised(messages, finding.notes),
            )
            for finding in findings
        ),
        class_="found",
    )
