"""The later texts of ../shared, which tests read where they are here."""

import pytest

from tests.conftest import SHARED
from tracker.texts import read_bytes
from tracker.texts.types import AgreementText


def later_text(name: str) -> AgreementText:
    """The agreement in a file of ../shared/corpus/later; skips the test where the file is not here."""
    path = SHARED / "corpus" / "later" / name
    if not path.exists():
        pytest.skip(f"{path} is not here: the corpus lies beside the repository")
    return read_bytes(path.read_bytes(), name)


def numbered(agreement: AgreementText) -> int:
    """How many of its articles have a number."""
    return sum(one.number is not None for chapter in agreement.chapters for one in chapter.articles)
