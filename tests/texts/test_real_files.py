"""The real files of the shared corpus: no article, name, party or day that was read is lost again."""

import pytest

from benchmarks.real_files import CORPUS, expected_files, measure


@pytest.mark.parametrize("path", expected_files())
def test_a_real_file_reads_as_well_as_it_did(path: str) -> None:
    if not (CORPUS / path).exists():
        pytest.skip(f"{CORPUS / path} is not here: the corpus lies beside the repository")
    assert measure(path, expected_files()[path]).wrong == ()
