"""The texts we have by us, with bytes that nobody knows: each finds its agreement, under its own name or under none.

Only their digests are changed, so nothing but what they say and what their files are called can decide.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import SHARED
from tracker.ingest.job import ingest_paths
from tracker.ingest.tally import Tally
from tracker.models import Agreement, AgreementKey, AgreementLink, Source
from tracker.models.database import Database, open_database
from tracker.registry import registry

FOLDERS = [SHARED / "corpus" / name for name in ("new", "later", "pdf")]

pytestmark = pytest.mark.skipif(
    not all(map(Path.is_dir, FOLDERS)), reason="the texts are not beside the project"
)

NO_ARTICLES = {"CPTPP", "DEPA", "KSDPA", "WTO_601", "WTO_1098"}
"""Agreements of the texts in which the readers find no article: refused, so that nothing is said of them."""

TWO_IN_ONE = "DEPA"
"""A file with the agreement and its later protocol, in Korean and without a title that is read."""

DRAFT = "EVFTA"
"""The text agreed in 2016 is a draft, which is put to a person."""


def texts() -> dict[Path, str]:
    """Every text by its file, with the registry's key of its agreement."""
    found = {}
    for file in sorted(file for folder in FOLDERS for file in folder.iterdir()):
        known = registry().texts.get(hashlib.sha256(file.read_bytes()).hexdigest())
        if known is not None:
            found[file] = known.key
    return found


def changed(file: Path, name: str, folder: Path) -> Path:
    copy = folder / name
    copy.write_bytes(file.read_bytes() + b"\n% \n")
    return copy


@pytest.fixture
def with_registry(shipped_registry: Path, tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{shutil.copyfile(shipped_registry, tmp_path / 'registry.db')}")
    yield database
    database.close()


def keys_by_text(database: Database) -> dict[str, str | None]:
    """The registry's key of each file's agreement by the file's own key; None where the registry does not have it."""
    with database.read() as session:
        rows = session.execute(
            select(Source.key, AgreementKey.external_id, AgreementKey.agreement_id).join(
                Source, Source.id == AgreementKey.source_id
            )
        ).all()
    named = {row.agreement_id: row.external_id for row in rows if row.key == "registry"}
    return {row.external_id: named.get(row.agreement_id) for row in rows if row.key == "file"}


def agreements(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Agreement)) or 0


def test_every_text_that_is_read_finds_its_agreement(with_registry: Database, tmp_path: Path) -> None:
    wanted = texts()
    assert len(wanted) > 35
    before = agreements(with_registry)
    copies = [changed(file, file.name, tmp_path) for file in wanted]
    tally: Tally = ingest_paths(with_registry, copies)
    refused = {wanted[file] for file in wanted if file.name in {one.name for one in tally.refusals}}
    assert refused <= NO_ARTICLES
    found = keys_by_text(with_registry)
    read = {file: key for file, key in wanted.items() if key not in refused}
    missed = {file.name for file, key in read.items() if found[_key(file.name)] != key}
    assert missed == {file.name for file, key in read.items() if key in (DRAFT, TWO_IN_ONE)}
    # What holds both is taken for the protocol that its file's name has, which is no new agreement.
    assert found["depa-2020-protocol-2023-ko"] == "DEPA_PROT_2023"
    assert agreements(with_registry) == before + len(missed) - 1
    with with_registry.read() as session:
        asked = set(
            session.scalars(
                select(AgreementKey.external_id)
                .join(AgreementLink, AgreementLink.other_id == AgreementKey.agreement_id)
                .join(Source, Source.id == AgreementKey.source_id)
                .where(Source.key == "registry", AgreementLink.decision == "open")
            )
        )
    assert DRAFT in asked


def test_without_a_name_of_its_file_a_text_finds_its_own_agreement_or_none(
    with_registry: Database, tmp_path: Path
) -> None:
    """A file called `scan-07` gives neither name nor year: what the text says decides, and nothing wrong."""
    wanted = {
        f"scan-{position:02}": (file, key)
        for position, (file, key) in enumerate(texts().items())
        if file.suffix != ".pdf"
    }
    ingest_paths(
        with_registry,
        [changed(file, f"{name}{file.suffix}", tmp_path) for name, (file, _key) in wanted.items()],
    )
    found = keys_by_text(with_registry)
    wrong = {name: key for name, key in found.items() if key is not None and key != wanted[name][1]}
    assert wrong == {}
    assert sum(key is not None for key in found.values()) >= 20


def _key(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name.rsplit(".", 1)[0].lower())
