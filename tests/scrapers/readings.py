"""What a crawl's documents say once they are read, as plain values that a person can check line by line."""

import hashlib
from typing import Any

from tracker.errors import BadInput
from tracker.resolution.claims import meta_to_json
from tracker.texts import RawDocument, is_paper, parse, parse_paper
from tracker.texts.types import AgreementText, ArticleText, ChapterText

SHOWN_CHARACTERS = 60
"""So much of an article's beginning is written out; the rest is held by its number of words and a digest."""


def reading(raw: RawDocument) -> dict[str, Any]:
    """The agreement or paper in a document: its facts, chapters and articles; or why it is refused."""
    try:
        if not is_paper(raw):
            return _agreement(parse(raw))
        paper = parse_paper(raw)
    except BadInput as error:
        return {"refused": str(error)}
    facts: dict[str, Any] = {
        "paper": paper.symbol,
        "title": paper.title,
        "issued": paper.issued.isoformat() if paper.issued else None,
        "members": list(paper.members),
        "words": len(paper.text.split()),
    }
    return facts | (_agreement(paper.agreement) if paper.agreement else {"articles": "none: a paper only"})


def facts_of(meta: dict[str, Any]) -> dict[str, Any]:
    """Facts as `meta_to_json` gives them, a line each: signatories only where they are others than the parties."""
    facts = {**meta}
    for name in ("parties", "original_parties"):
        if name in facts:
            facts[name] = " ".join(facts[name])
    if facts.get("original_parties") == facts.get("parties"):
        facts.pop("original_parties", None)
    if "sources" in facts:
        facts["sources"] = [
            f"{link['url']} ({', '.join(word for word in (link['language'], link['kind']) if word)})"
            for link in facts["sources"]
        ]
    return facts


def _agreement(text: AgreementText) -> dict[str, Any]:
    facts = facts_of(meta_to_json(text.meta))
    if facts.get("languages") == [text.language]:
        del facts["languages"]
    return {
        **facts,
        "language": text.language,
        **({"warnings": list(text.warnings)} if text.warnings else {}),
        "chapters": [_chapter(chapter) for chapter in text.chapters],
    }


def _chapter(chapter: ChapterText) -> dict[str, Any]:
    name = " | ".join(part for part in (chapter.number, chapter.heading) if part)
    return {"chapter": name or None, "articles": [_article(article) for article in chapter.articles]}


def _article(article: ArticleText) -> str:
    name = " | ".join(part for part in (article.number, article.heading) if part)
    words = " ".join(article.text.split())
    shown = words if len(words) <= SHOWN_CHARACTERS else f"{words[:SHOWN_CHARACTERS].rstrip()}…"
    digest = hashlib.sha256(article.text.encode()).hexdigest()[:8]
    return f"{name or '(no number)'}: {shown} [{len(words.split())} words, {digest}]"
