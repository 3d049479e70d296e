"""ToTA XML (Texts of Trade Agreements, Alschner, Seiermann and Skougarevskiy 2017): one agreement a file.

Layout: `treaty > meta` holds facts from the WTO RTA database, `treaty > body > chapter > article` the text.
An article is raw lines. Attributes `number` and `name` may be missing; an empty element is an unknown value.
"""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from tracker.errors import BadInput
from tracker.parties import canonical_code
from tracker.texts.legal_status import legal_status_from_wto
from tracker.texts.overrides import apply_overrides
from tracker.texts.raw import RawDocument
from tracker.texts.types import AgreementMeta, AgreementText, ArticleText, ChapterText, SourceLink

SOURCE = "tota"
ROOT_TAG = "treaty"


def parse_tota(raw: RawDocument) -> AgreementText:
    """Read one ToTA file.

    Raises BadInput, naming the file and what is wrong, for XML that is broken, declares entities or a
    document type, states a wrong encoding, is not ToTA's, has no article, repeats an article's identifier,
    or names an unknown party.
    """
    root = _parse_xml(raw)
    meta_node = root.find("meta")
    body = root.find("body")
    if root.tag != ROOT_TAG or meta_node is None or body is None:
        raise BadInput(
            f"{raw.name}: not a ToTA file (treaty with meta and body expected, found <{root.tag}>)."
        )
    identifier = _text(meta_node, "treaty_identifier")
    if not identifier:
        raise BadInput(f"{raw.name}: no treaty_identifier, so the agreement cannot be told from others.")
    chapters = _read_chapters(body, raw.name)
    if not any(chapter.articles for chapter in chapters):
        raise BadInput(f"{raw.name}: the agreement has no articles.")
    meta = _read_meta(meta_node, raw.name)
    return AgreementText(
        source=SOURCE,
        external_id=identifier,
        meta=apply_overrides(meta, raw.overrides),
        language=raw.overrides.language or meta.languages[0],
        media_type=raw.media_type,
        sha256=raw.sha256,
        chapters=chapters,
    )


def _parse_xml(raw: RawDocument) -> etree._Element:
    # One parser a document: lxml parsers must not be shared between threads.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{raw.name}: broken XML ({_reason(error)}).") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None:
        raise BadInput(
            f"{raw.name}: declares a document type or entities, which texts never need; refused as unsafe."
        )
    _check_declared_encoding(raw, info.encoding)
    return root


def _check_declared_encoding(raw: RawDocument, declared: str | None) -> None:
    """Refuse bytes that are UTF-8 under another label: every accent would be stored broken."""
    if declared is None or declared.upper() in {"UTF-8", "UTF-16", "ASCII", "US-ASCII"} or raw.data.isascii():
        return
    try:
        raw.data.decode("utf-8")
    except UnicodeDecodeError:
        return
    raise BadInput(
        f"{raw.name}: declares encoding {declared} but its bytes are UTF-8; correct the declaration."
    )


def _read_chapters(body: etree._Element, name: str) -> tuple[ChapterText, ...]:
    seen: set[str] = set()
    return tuple(
        ChapterText(
            number=_attribute(chapter, "number"),
            heading=_attribute(chapter, "name"),
            articles=tuple(_read_articles(chapter, name, seen)),
            external_id=_attribute(chapter, "chapter_identifier"),
        )
        for chapter in body.iterchildren("chapter")
    )


def _read_articles(chapter: etree._Element, name: str, seen: set[str]) -> Iterator[ArticleText]:
    for article in chapter.iterchildren("article"):
        identifier = _attribute(article, "article_identifier")
        if identifier is not None:
            if identifier in seen:
                raise BadInput(f"{name}: article_identifier {identifier} occurs twice.")
            seen.add(identifier)
        text = "".join(map(str, article.itertext())) if len(article) else article.text or ""
        yield ArticleText(
            _attribute(article, "number"), _attribute(article, "name"), text.strip(), identifier
        )


def _read_meta(node: etree._Element, name: str) -> AgreementMeta:
    title = " ".join(_text(node, "name").split())
    if not title:
        raise BadInput(f"{name}: the agreement has no name.")
    status = _text(node, "status")
    date_in_force = _date(node, "date_into_force", name)
    language = _text(node, "language")
    if not language:
        raise BadInput(f"{name}: no language given.")
    return AgreementMeta(
        name=title,
        type=_text(node, "type") or None,
        status=status or None,
        legal_status=legal_status_from_wto(status, date_in_force, name),
        notification=_text(node, "notification") or None,
        date_signed=_date(node, "date_signed", name),
        date_in_force=date_in_force,
        date_inactive=_date(node, "date_inactive", name),
        wto_rta_id=_number(node, "wto_rta_id", name),
        composition=_text(node, "composition") or None,
        region=_text(node, "region") or None,
        parties=_parties(node, "parties", name),
        original_parties=_parties(node, "parties_original", name),
        languages=(language,),
        sources=tuple(
            SourceLink(link.text.strip(), link.get("lang"), link.get("type"))
            for link in node.iterchildren("source")
            if link.text and link.text.strip()
        ),
        related_wto_rta_ids=tuple(
            int(related.text)
            for related in node.iterchildren("related_agreement_wto_id")
            if related.text and related.text.strip().isdecimal()
        ),
    )


def _parties(node: etree._Element, tag: str, name: str) -> tuple[str, ...]:
    """Party codes in the file's order. An agreement no longer in force has none under `parties`."""
    parent = node.find(tag)
    codes = (
        []
        if parent is None
        else [(child.text or "").strip() for child in parent.iterchildren("partyisocode")]
    )
    try:
        return tuple(dict.fromkeys(canonical_code(code) for code in codes if code))
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error


def _text(node: etree._Element, tag: str) -> str:
    return (node.findtext(tag) or "").strip()


def _attribute(node: etree._Element, key: str) -> str | None:
    value = node.get(key)
    return value.strip() or None if value else None


def _date(node: etree._Element, tag: str, name: str) -> date | None:
    value = _text(node, tag)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadInput(f"{name}: {tag} {value!r} is not a date like 2016-02-04.") from error


def _number(node: etree._Element, tag: str, name: str) -> int | None:
    value = _text(node, tag)
    if value and not value.isdecimal():
        raise BadInput(f"{name}: {tag} {value!r} is not a whole number.")
    return int(value) if value else None


def _reason(error: Exception) -> str:
    return " ".join((getattr(error, "msg", None) or str(error)).split())
