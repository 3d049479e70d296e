"""Terms of the template in the other languages: who searches for `source code` also finds `código fuente`."""

from collections.abc import Mapping, Sequence
from functools import cache

from tracker.models.search_index import plain_words
from tracker.queries.search.syntax import AllOf, AnyOf, Node, Term
from tracker.template.terms import template_terms

_Phrase = tuple[str, ...]


@cache
def _others() -> Mapping[_Phrase, tuple[str, ...]]:
    """What each term is called in the languages it does not belong to, by its plain words."""
    found: dict[_Phrase, dict[str, None]] = {}
    for subject in template_terms():
        for own in subject.by_language:
            others = [name for names in subject.by_language if names is not own for name in names]
            for name in own:
                found.setdefault(tuple(plain_words(name)), {}).update(dict.fromkeys(others))
    return {phrase: tuple(names) for phrase, names in found.items()}


def in_other_languages(node: Node) -> tuple[Node, tuple[str, ...]]:
    """The tree that also finds its terms in other languages, and what was added to it.

    Terms are found as phrases and as words side by side (`source code`); what is excluded stays as it was typed.
    """
    added: dict[str, None] = {}
    return _widened(node, added), tuple(added)


def _widened(node: Node, added: dict[str, None]) -> Node:
    if isinstance(node, Term):
        return _any_language([node], _phrase([node]), added) or node
    if isinstance(node, AnyOf):
        return AnyOf(tuple(_widened(part, added) for part in node.parts))
    parts = _widened_parts(node.parts, added)
    return parts[0] if len(parts) == 1 and not node.without else AllOf(tuple(parts), node.without)


def _widened_parts(parts: Sequence[Node], added: dict[str, None]) -> list[Node]:
    """The parts, with the longest terms among neighbouring words replaced by these terms in any language."""
    found: list[Node] = []
    at = 0
    while at < len(parts):
        end = next(
            (end for end in range(len(parts), at + 1, -1) if _phrase(parts[at:end]) in _others()), at + 1
        )
        together = parts[at:end]
        found.append(
            (_any_language(together, _phrase(together), added) if end > at + 1 else None)
            or _widened(parts[at], added)
        )
        at = end
    return found


def _phrase(parts: Sequence[Node]) -> _Phrase | None:
    """The plain words of terms side by side, None where one of them is no such term."""
    if not all(isinstance(part, Term) and not part.prefix for part in parts):
        return None
    typed = " ".join(word for part in parts if isinstance(part, Term) for word in part.words)
    return tuple(plain_words(typed))


def _any_language(typed: Sequence[Node], phrase: _Phrase | None, added: dict[str, None]) -> Node | None:
    names = _others().get(phrase) if phrase is not None else None
    if names is None:
        return None
    added.update(dict.fromkeys(names))
    own = typed[0] if len(typed) == 1 else AllOf(tuple(typed))
    return AnyOf((own, *(Term(tuple(plain_words(name))) for name in names)))
