"""The lineage of a provision as files: CSV for spreadsheets, GraphML for programs that draw and measure graphs."""

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy.orm import Session

from tracker.errors import BadInput
from tracker.export.csv_safe import csv_text
from tracker.files import replace_file
from tracker.queries import TracedClause, template_facts
from tracker.queries.core.citation import citation
from tracker.queries.lineage.family import Family, FamilyMember, family, family_pairs
from tracker.queries.lineage.relatives import Relative

if TYPE_CHECKING:
    import networkx

LineageForm = Literal["csv", "graphml"]

COLUMNS = (
    "Tree",
    "Depth",
    "Agreement",
    "Article",
    "Signed",
    "Status",
    "Strength",
    "Exception",
    "Scope",
    "Uncertain",
    "Incorporated",
    "Language",
    "Words",
    "Nearest earlier agreement",
    "Its article",
    "Its signature",
    "Its status",
    "Percent of the words standing there",
    "Percent of the words there standing here",
    "Later agreements alike",
    "Clauses beneath it",
    "Alike, order not known",
    "Provision code",
    "Agreement link",
    "Article link",
    "Earlier agreement link",
    "Earlier article link",
)
"""Columns of the family; percentages are of words in the same order."""

PAIR_COLUMNS = (
    "Agreement",
    "Article",
    "Signed",
    "Status",
    "Earlier agreement",
    "Its article",
    "Its signature",
    "Its status",
    "Percent of the words standing there",
    "Percent of the words there standing here",
    "Words in common",
    "Nearest",
    "Provision code",
    "Agreement link",
    "Article link",
    "Earlier agreement link",
    "Earlier article link",
)
"""Columns of all pairs."""

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lineage_csv(found: Family, *, delimiter: str = ",") -> str:
    """The family as CSV: a row for each clause, beneath the one whose words it has most of."""
    return csv_text(COLUMNS, map(_row, found.members), delimiter=delimiter)


def pairs_csv(pairs: Iterable[tuple[TracedClause, Relative]], *, delimiter: str = ",") -> str:
    """Every clause with every earlier clause that is alike, a row for each pair."""
    seen: set[int] = set()
    rows = []
    for clause, earlier in pairs:
        rows.append(_pair_row(clause, earlier, nearest=clause.id not in seen))
        seen.add(clause.id)
    return csv_text(PAIR_COLUMNS, rows, delimiter=delimiter)


def lineage_graphml(found: Family) -> bytes:
    """The family as GraphML: an edge leads from each clause to those that have it as their nearest earlier one."""
    edges = [(one.clause, one.nearest) for one in found.members if one.nearest is not None]
    return _graphml(_graph(found.provision, (one.clause for one in found.members), edges, edges))


def pairs_graphml(found: Family, pairs: Sequence[tuple[TracedClause, Relative]]) -> bytes:
    """All pairs as GraphML; edges of the family have `nearest` true."""
    nearest = [(one.clause, one.nearest) for one in found.members if one.nearest is not None]
    return _graphml(_graph(found.provision, (one.clause for one in found.members), pairs, nearest))


def write_lineage(
    session: Session,
    path: Path,
    provision: str,
    form: LineageForm,
    *,
    all_pairs: bool = False,
    delimiter: str = ",",
) -> tuple[int, int]:
    """Write the lineage of a provision; the numbers of clauses and of rows or edges between clauses.

    The file at `path` is replaced only when the new one is whole. Raises BadInput for a provision that there is not,
    and where the lineage is not worked out.
    """
    facts = template_facts()
    if provision not in facts.by_code:
        raise BadInput(f"no provision {provision!r}; 'tracker template' lists them, e.g. data_flows")
    if not facts.provision(provision).has_strength:
        raise BadInput(
            f"{provision} is structure, no rule: its words are not compared; name another provision"
        )
    found = family(session, provision)
    if found.pending:
        raise BadInput(f"the lineage of {provision} is not worked out yet; run 'tracker lineage' first")
    pairs = family_pairs(session, provision) if all_pairs else []
    if form == "csv":
        words = (
            pairs_csv(pairs, delimiter=delimiter) if all_pairs else lineage_csv(found, delimiter=delimiter)
        )
        data = words.encode("utf-8")
    else:
        data = pairs_graphml(found, pairs) if all_pairs else lineage_graphml(found)
    replace_file(path, data)
    return len(found.members), len(pairs) if all_pairs else sum(
        one.nearest is not None for one in found.members
    )


def _row(one: FamilyMember) -> tuple[object, ...]:
    clause, near = one.clause, one.nearest
    earlier = near.clause if near else None
    return (
        one.tree,
        one.depth,
        clause.agreement,
        _article(clause),
        _signed(clause),
        _status(clause),
        clause.strength,
        clause.exception,
        clause.scope,
        clause.uncertain,
        clause.incorporated,
        clause.language,
        clause.words,
        earlier and earlier.agreement,
        earlier and _article(earlier),
        earlier and _signed(earlier),
        earlier and _status(earlier),
        near and _percent(near.share),
        near and _percent(near.own_share),
        one.later,
        one.below,
        one.unordered,
        clause.provision,
        clause.slug,
        clause.article.link,
        earlier and earlier.slug,
        earlier and earlier.article.link,
    )


def _pair_row(clause: TracedClause, near: Relative, *, nearest: bool) -> tuple[object, ...]:
    earlier = near.clause
    return (
        clause.agreement,
        _article(clause),
        _signed(clause),
        _status(clause),
        earlier.agreement,
        _article(earlier),
        _signed(earlier),
        _status(earlier),
        _percent(near.share),
        _percent(near.own_share),
        near.common,
        nearest,
        clause.provision,
        clause.slug,
        clause.article.link,
        earlier.slug,
        earlier.article.link,
    )


def _signed(clause: TracedClause) -> object:
    """The day of signature, or its year where no more is known."""
    return clause.date_signed or clause.year_signed


def _article(clause: TracedClause) -> str:
    place = clause.article
    return citation(place.number, place.chapter_number, place.chapter_heading, place.cited_levels)


def _status(clause: TracedClause) -> str:
    return clause.legal_status.replace("_", " ")


def _percent(share: float) -> int:
    """A whole percentage; 100 only where all words do."""
    return round(100 * share) if share == 1 else min(99, round(100 * share))


Edges = Iterable[tuple[TracedClause, Relative]]


def _graph(
    provision: str, clauses: Iterable[TracedClause], edges: Edges, nearest: Edges
) -> "networkx.DiGraph[str]":
    """Nodes are named by provision, agreement and article; edges lead from the earlier clause to the later one."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(provision=provision)
    for clause in clauses:
        graph.add_node(_name(clause), **_node(clause))
    tree = {(_name(earlier.clause), _name(clause)) for clause, earlier in nearest}
    for clause, earlier in edges:
        ends = _name(earlier.clause), _name(clause)
        graph.add_edge(
            *ends,
            share=round(earlier.share, 4),
            share_of_earlier=round(earlier.own_share, 4),
            words_in_common=earlier.common,
            nearest=ends in tree,
        )
    return graph


def _name(clause: TracedClause) -> str:
    return _printable(f"{clause.slug} {clause.article.link}")


def _node(clause: TracedClause) -> dict[str, Any]:
    values: dict[str, Any] = {
        "agreement": clause.agreement,
        "slug": clause.slug,
        "article": _article(clause),
        "article_link": clause.article.link,
        "language": clause.language,
        "strength": clause.strength,
        "exception": clause.exception,
        "scope": clause.scope,
        "uncertain": clause.uncertain,
        "incorporated": clause.incorporated,
        "words": clause.words,
        "signed": _text(_signed(clause)),
        "status": clause.legal_status,
        "binds": clause.binds,
    }
    return {
        key: _printable(value) if isinstance(value, str) else value
        for key, value in values.items()
        if value is not None
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _printable(words: str) -> str:
    """Words without the characters that XML cannot hold."""
    return _NO_XML.sub("", words)


def _graphml(graph: "networkx.DiGraph[str]") -> bytes:
    import networkx

    file = io.BytesIO()
    networkx.write_graphml(graph, file, encoding="utf-8", named_key_ids=True)
    return file.getvalue()
