"""The rows of a change digest: what can change from one night to the next, and what is reported of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from tracker.nightly.language import ENGLISH, words_in
from tracker.nightly.papers import PaperChange, change_from_json
from tracker.plausibility import Remark

KINDS = ("appeared", "disappeared", "changed", "moved")
"""Kinds of change of a provision. `moved`: the same clause, of the same strength, has another number."""

CAUSES = ("new agreement", "text", "source", "link", "party", "status", "gone", "reading")
"""Causes of a change, in the same order: a new agreement; a text that was added, revised or withdrawn; another source's
text that became current; a merge of agreements; a party that joined or left; the agreement's legal status; a deleted
agreement; the same text matched with another template or matcher."""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement that was not stored before. `links`: the agreements it amends or belongs to; `texts`:
    "source/external id", none where only its facts are known (from a source's list); `remarks`: what looks wrong in
    them, in English words, and `figures`: the same in figures (none in nights of older versions)."""

    slug: str
    name: str
    legal_status: str
    parties: tuple[str, ...]
    texts: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    figures: tuple[Remark, ...] = ()

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "NewAgreement":
        """The agreement from the values stored with a night."""
        lists = {name: tuple(row[name]) for name in ("parties", "texts")}
        links = tuple((kind, other) for kind, other in row["links"])
        return cls(**{**row, **lists, "links": links, **_remarks(row)})


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of a known agreement that was `revised`, `added` (from another source, say) or `withdrawn`, or that became
    current in place of another source's (`leads`; `instead_of` names that one). `remarks`: what looks wrong in it, in
    English words, and `figures`: the same in figures (none in nights of older versions)."""

    slug: str
    name: str
    text: str
    kind: str
    version_before: int | None
    version_now: int | None
    instead_of: str | None = None
    remarks: tuple[str, ...] = ()
    figures: tuple[Remark, ...] = ()

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "TextChange":
        """The change from the values stored with a night."""
        return cls(**{**row, **_remarks(row)})


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact about a known agreement; `fact` is name, legal status, date signed, date in force, date inactive, party
    joined, party left, link or gone."""

    slug: str
    name: str
    fact: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """A change of a provision in an agreement as a whole (`article` None: its strongest clause), or in one article of a
    text.

    `before` and `now` are marks (see `tracker.nightly.marks`), None where it is absent; `moved_from` is the former
    article of a clause that moved.
    """

    slug: str
    name: str
    provision: str
    article: str | None
    text: str | None
    kind: str
    before: str | None
    now: str | None
    cause: str
    moved_from: str | None = None
    scope: str | None = None
    """The one sector that the clause reaches now (`orders.clause_sector`); None: all of them, or it is gone."""
    basis: str = "read"
    """How the clause is known (`tracker.models.life.BASES`)."""
    uncertain: bool = False
    """The reviewer holds the finding improbable (docs/review.md)."""
    bound: tuple[str, ...] = ()
    """The codes of the parties that the clause binds; none: all of them."""

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "ProvisionChange":
        """The change from the values stored with a night."""
        return cls(**{**row, "bound": tuple(row.get("bound", ()))})


@dataclass(frozen=True, slots=True)
class GivenUpArticles:
    """Articles of a text that matching gave up as too costly, and had not in the night compared with: what is in them
    is not known. `articles` are their places, "" for one without a number; `parties` those of the agreement."""

    slug: str
    name: str
    text: str
    articles: tuple[str, ...]
    parties: tuple[str, ...]

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "GivenUpArticles":
        """The row from the values stored with a night."""
        return cls(row["slug"], row["name"], row["text"], tuple(row["articles"]), tuple(row["parties"]))


@dataclass(frozen=True, slots=True)
class Closing:
    """One policy that an agreement closed or restricted in the night for these countries (ISO 3166 alpha-3), and what
    it was for them before: open, not_known or restricted; None where that is not known."""

    policy: str
    state: str
    before: str | None
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """One policy that an agreement closed or restricted in the night compared with for these countries (ISO 3166
    alpha-3), and no longer does.

    - `before`: closed or restricted; `now`: what the policy is for them now: open, not_known or restricted; the same as
      before where other agreements keep it so.
    - `known`: whether it is known that the agreement no longer does. If not, it binds or may, and what is here of its
      text does not show it.
    """

    policy: str
    before: str
    now: str
    known: bool
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementNews:
    """What one new or changed agreement means (`tracker.nightly.news`).

    - `closings`: what it closes or restricts that it did not in the night compared with.
    - `stricter`: of the provisions that changed in the night those on which its main clause is stricter than that of
      the agreement called `reference` (None: that one is not here, or this is it).
    - `reading`: what of it has been read (`tracker.queries.core.reading`).
    - `legal_status`: its status now; `compared`: whether the night compared with knew what was closed then.
    - `openings`: what it no longer closes or restricts; None where it is not known what it closed before.
    """

    slug: str
    closings: tuple[Closing, ...]
    stricter: tuple[str, ...]
    reference: str | None
    reading: str
    legal_status: str = ""
    compared: bool = False
    openings: tuple[Opening, ...] | None = ()

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "AgreementNews":
        """The news from the values stored with a night; nights of older versions have no openings."""
        closings = tuple(Closing(**{**one, "countries": tuple(one["countries"])}) for one in row["closings"])
        stored = row.get("openings", ())
        openings = None if stored is None else tuple(_opening(one) for one in stored)
        return cls(**{**row, "closings": closings, "stricter": tuple(row["stricter"]), "openings": openings})


@dataclass(frozen=True, slots=True)
class CountryChange:
    """The same for one country that is a party; `overall_*`: its strongest mark over all that is signed."""

    iso3: str
    slug: str
    name: str
    provision: str
    kind: str
    before: str | None
    now: str | None
    overall_before: str | None
    overall_now: str | None
    cause: str
    proven: bool = True
    """Whether the clause that counts, now or before, is certain and for every sector."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes since the night compared with; all empty where nothing changed."""

    new_agreements: tuple[NewAgreement, ...] = ()
    texts: tuple[TextChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    provisions: tuple[ProvisionChange, ...] = ()
    countries: tuple[CountryChange, ...] = ()
    other_rules: bool = False
    """Whether the two nights matched with different templates or matchers; this alone is no change."""
    papers: tuple[PaperChange, ...] = ()
    news: tuple[AgreementNews, ...] = ()
    """What the new and changed agreements mean; none in nights of older versions."""
    given_up: tuple[GivenUpArticles, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (
            self.new_agreements
            or self.texts
            or self.facts
            or self.provisions
            or self.countries
            or self.papers
            or self.given_up
        )

    def counts(self) -> dict[str, int]:
        """The number of each kind of change, for summaries. Clauses are those of agreements that were stored before."""
        known = [row for row in self.provisions if row.cause != "new agreement" and row.article is not None]
        clauses = {kind: sum(row.kind == kind and row.cause != "reading" for row in known) for kind in KINDS}
        return {
            "new_agreements": sum(bool(new.texts) for new in self.new_agreements),
            "new_by_facts": sum(not new.texts for new in self.new_agreements),
            "revisions": sum(change.kind == "revised" for change in self.texts),
            "other_texts": sum(change.kind != "revised" for change in self.texts),
            "facts": len(self.facts),
            "new_papers": sum(change.kind == "new" for change in self.papers),
            "replaced_papers": sum(change.kind != "new" for change in self.papers),
            **{f"clauses_{kind}": count for kind, count in clauses.items()},
            "read_otherwise": sum(row.cause == "reading" for row in known),
            "given_up": sum(len(row.articles) for row in self.given_up),
            "countries": len({change.iso3 for change in self.countries}),
        }

    def sentence(self, language: str = ENGLISH) -> str:
        """The counts in words: "1 new agreement, 2 revisions, 3 clauses appeared"; "nothing changed"."""
        words, counts = words_in(language), self.counts()
        said = [words.count(f"counts.{kind}", n) for kind, n in counts.items() if n and kind != "countries"]
        if self.empty:
            return words.say("counts.nothing")
        return ", ".join(said) or words.count("counts.countries", counts["countries"])

    def to_json(self) -> dict[str, Any]:
        """Lists of plain objects, for JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Changes":
        """The changes from the values of `to_json`."""
        return cls(
            tuple(NewAgreement.from_json(row) for row in values["new_agreements"]),
            tuple(TextChange.from_json(row) for row in values["texts"]),
            tuple(FactChange(**row) for row in values["facts"]),
            tuple(ProvisionChange.from_json(row) for row in values["provisions"]),
            tuple(CountryChange(**row) for row in values["countries"]),
            values["other_rules"],
            # Nights of older versions have no papers.
            tuple(change_from_json(row) for row in values.get("papers", ())),
            tuple(AgreementNews.from_json(row) for row in values.get("news", ())),
            tuple(GivenUpArticles.from_json(row) for row in values.get("given_up", ())),
        )


def _opening(row: Mapping[str, Any]) -> Opening:
    return Opening(**{**row, "countries": tuple(row["countries"])})


def _remarks(row: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """What looks wrong in a text, from a night's record; nights of older versions have it in words or not at all."""
    figures = tuple(Remark.from_json(one) for one in row.get("figures", ()))
    return {"remarks": tuple(row.get("remarks", ())), "figures": figures}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else [asdict(row) for row in value]
