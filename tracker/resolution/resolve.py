"""The entry point: which agreement a source's text or facts belong to, with its facts updated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models import Agreement, AgreementAlias, AgreementKey, Document, Source
from tracker.registry import KnownText, registry
from tracker.resolution.agreements import (
    create_agreement,
    find_agreement,
    is_free_slug,
    upsert_agreement,
    write_facts,
    write_party_events,
)
from tracker.resolution.claims import Part
from tracker.resolution.current_text import becomes_current, current_document, is_first_source
from tracker.resolution.equal_bytes import by_bytes
from tracker.resolution.instruments import agreement_by_key, known_meta, known_text
from tracker.resolution.links import note_open, recognise
from tracker.resolution.merging import attach_key
from tracker.resolution.similarity import Similarity, profile_of
from tracker.resolution.translations import key_in_other_language, same_by_key
from tracker.template import template_languages
from tracker.texts.completeness import ARTICLES, CHAPTERS
from tracker.texts.types import AgreementMeta, AgreementText

How = Literal["known", "recognised", "new"]
"""How an agreement was found:

- `known`: the source had it before;
- `recognised`: another source has it, or the same source in another language;
- `new`: no source had it.
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An agreement, and how it was found. Its facts are up to date."""

    agreement: Agreement
    how: How


@dataclass(frozen=True, slots=True)
class ResolvedText:
    """The agreement of a text just read, and the place of that text among the agreement's texts.

    - `newest`: the previous text of the same source; `current`: the current text so far (None: none).
    - `first_source`: this source had the agreement first.
    - `becomes_current`: the text becomes current in place of `current`.
    """

    agreement: Agreement
    how: How
    newest: Document | None
    current: Document | None
    first_source: bool
    becomes_current: bool

    @property
    def replaced(self) -> Document | None:
        """The text that this one follows: the current one where it becomes current, else its own source's newest."""
        return (self.current or self.newest) if self.becomes_current else self.newest


def resolve_text(
    session: Session,
    source: Source,
    newest: Document | None,
    text: AgreementText,
    *,
    reread: bool,
    missing: Sequence[str] = (),
) -> ResolvedText:
    """The agreement of a text just read, within the caller's transaction.

    - `newest`: the newest text of its source.
    - `reread`: the same bytes read with newer readers, which is no change of the agreement.
    - `missing`: what the text lacks by its own citations; of a text that the registry knows it names the annexes.
    """
    known = known_text(text)
    meta = known_meta(text, known) if known is not None else text.meta
    key = known.key if known is not None else None
    found = resolve_facts(
        session,
        source,
        text.external_id,
        meta,
        language=text.language,
        registry_key=key,
        # A text without a predecessor has bytes that were not here: that was looked up to find none.
        digest=text.sha256 if newest is not None else None,
    )
    new = found.how == "new"  # it has no text yet, and this source alone
    current = None if new else current_document(session, found.agreement.id)
    first = new or is_first_source(session, found.agreement.id, source.id, text.external_id)
    becomes = becomes_current(session, current, newest, text, first=first, reread=reread)
    language = text.language if known is None else known.language
    if language not in template_languages():
        # Its words are kept, and no rule reads them: shown as current it would seem to hold no clause.
        becomes = False
    elif becomes:
        found.agreement.missing = list(missing if known is None else _lacking(known, missing))
    return ResolvedText(found.agreement, found.how, newest, current, first, becomes)


def _lacking(known: KnownText, missing: Sequence[str]) -> tuple[str, ...]:
    """What a text lacks that the registry knows: what it says, and chapters and articles that were not read all the
    same, whatever stands in the file."""
    unread = (code for code in missing if code.partition(":")[0] in (CHAPTERS, ARTICLES))
    return (*known.missing, *unread)


def resolve_facts(
    session: Session,
    source: Source,
    external_id: str,
    meta: AgreementMeta,
    *,
    part: Part = "text",
    language: str | None = None,
    registry_key: str | None = None,
    digest: str | None = None,
    look: bool = True,
) -> Resolved:
    """The agreement with the identifier `external_id` at `source`, created where it is unknown, with `meta` written to
    it.

    `digest`: the text's SHA-256; equal bytes are one text, whatever source they come from.

    `registry_key`: the registry's key of it, where that is certain. `look`: whether another source may have brought it
    (not so where a snapshot, of agreements that are all different, fills an empty database).

    `part`: whether the facts are those of the source's list or of a text; `language`: the text's, None for none.
    """
    found = _resolve(
        session,
        source,
        external_id,
        meta,
        part=part,
        language=language,
        registry_key=registry_key,
        digest=digest,
        look=look,
    )
    if part == "list":
        write_party_events(session, source, found.agreement, meta)
    return found


def _resolve(
    session: Session,
    source: Source,
    external_id: str,
    meta: AgreementMeta,
    *,
    part: Part,
    language: str | None,
    registry_key: str | None,
    digest: str | None,
    look: bool,
) -> Resolved:
    if find_agreement(session, source, external_id) is not None:
        return Resolved(upsert_agreement(session, source, external_id, meta, part), "known")
    found, candidates = by_bytes(session, digest)
    if found is None:
        found, candidates = _by_registry(session, registry_key)
    if found is None and look:
        names = registry().instruments[registry_key].all_names if registry_key is not None else ()
        found, candidates = _look_for(session, source, external_id, meta, part, language, names)
    if found is None:
        agreement = create_agreement(session, source, external_id, meta, part=part)
        note_open(session, agreement.id, candidates)
        return Resolved(agreement, "new")
    agreement = session.scalars(select(Agreement).where(Agreement.id == found)).one()
    key = AgreementKey(agreement_id=found, source_id=source.id, external_id=external_id)
    similarity = next(similarity for id_, similarity in candidates if id_ == found)
    attach_key(session, agreement, key, meta, similarity, part)
    write_facts(session, agreement, meta, is_first_source=False)
    return Resolved(agreement, "recognised")


def give_slug(session: Session, found: Resolved, slug: str) -> None:
    """Give the agreement a slug that is known elsewhere: as its own where it is new, else as an alias. A slug that
    another agreement has stays with that one."""
    if not is_free_slug(session, slug):
        return
    if found.how == "new":
        found.agreement.slug = slug
    else:
        session.add(AgreementAlias(slug=slug, agreement_id=found.agreement.id))
    session.flush()


Candidates = list[tuple[int, Similarity]]


def _by_registry(session: Session, key: str | None) -> tuple[int | None, Candidates]:
    found = agreement_by_key(session, key) if key is not None else None
    return (None, []) if found is None else (found, [(found, Similarity(100.0, True, {"registry": key}))])


def _look_for(
    session: Session,
    source: Source,
    external_id: str,
    meta: AgreementMeta,
    part: Part,
    language: str | None,
    names: tuple[str, ...],
) -> tuple[int | None, Candidates]:
    """The id of the agreement it certainly is, and the candidates, best first."""
    if part == "list":
        found, candidates = recognise(session, profile_of(meta, source, None, names=names))
        return found if found is not None else _one_of_several(candidates), candidates
    other_key = key_in_other_language(session, source, external_id)
    if other_key is not None:
        return other_key.agreement_id, [(other_key.agreement_id, same_by_key(other_key, language))]
    if not _other_sources_are_here(session, source):
        return None, []
    return recognise(session, profile_of(meta, source, language, external_id=external_id))


def _one_of_several(candidates: Candidates) -> int | None:
    """Of several agreements that are all certainly the listed one, the one with the most similar name.

    There are several where a text is stored in two languages, or goods and services are separate. A list has each
    agreement once, so a further agreement would be a duplicate.
    """
    certain = [(id_, similarity) for id_, similarity in candidates if similarity.certain]
    best = min(certain, key=lambda pair: (-float(pair[1].evidence["name_score"]), pair[0]), default=None)
    return best[0] if best else None


# Asked for every new text of a job, so made once.
_OF_OTHERS = select(AgreementKey.id).where(AgreementKey.source_id != bindparam("source_id")).limit(1)


def _other_sources_are_here(session: Session, source: Source) -> bool:
    return session.scalar(_OF_OTHERS, {"source_id": source.id}) is not None
