"""Articles that a text cites as its own and that lie beyond the last one read."""

from collections import Counter

from tracker.plausibility.numbers import runs_of
from tracker.plausibility.remarks import Measured
from tracker.texts.citations import cited_articles
from tracker.texts.types import AgreementText


def beyond_the_end(text: AgreementText) -> Measured:
    """Cited articles of the agreement itself with a number higher than the last of their run.

    - `14.25` where chapter 14 is here and ends at 14.18, and `112` where the text ends at article 90.
    - Numbers of chapters that are not here are said with what the text lacks (`tracker.texts.completeness`).
    """
    last: dict[tuple[int, ...], int] = {}
    for run in runs_of(text):
        if not run.key[0]:
            path = run.key[1]
            last[path] = max(last.get(path, 0), *(number.path[-1] for number in run.numbers))
    if not last:
        return Measured("references_beyond", 0)
    found: Counter[tuple[int, ...]] = Counter()
    for path in cited_articles(text):
        if path[:-1] in last and path[-1] > last[path[:-1]]:
            found[path] += 1
    where = [".".join(str(part) for part in path) for path in sorted(found)]
    return Measured("references_beyond", len(found), 0, tuple(where))
