"""No false alarms: ToTA is edited by hand, so its texts must hardly ever be remarked on, and never gravely."""

from collections import Counter

import pytest

from tests.conftest import SHARED
from tracker.plausibility import report
from tracker.texts import read_documents
from tracker.texts.types import AgreementText

ARCHIVE = SHARED / "corpus" / "tota.tar.xz"


def test_remarks_on_the_texts_of_tota() -> None:
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not here: the corpus lies beside the repository, not in it")
    texts = 0
    found: Counter[str] = Counter()
    for text in read_documents(ARCHIVE):
        if isinstance(text, AgreementText):
            texts += 1
            remarks = report(text)
            found.update({remark.kind for remark in remarks})
            assert not any(remark.grave for remark in remarks), text.external_id
    assert texts > 400
    assert {kind: count for kind, count in found.items() if count > 0.05 * texts} == {}
