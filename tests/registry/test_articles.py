"""Lists of articles: which are meant as a whole, which in part, which not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.registry import article_list


@pytest.mark.parametrize(
    ("written", "article", "whole"),
    [
        ("14.11;18.63", "18.63", True),
        ("14.11;18.63", "18.6", False),
        ("14.*", "14.13", True),
        ("14.*", "1.4", False),
        ("14.*", "14A.1", False),
        ("14.*", "14", False),
        ("*;-30.4", "14.13", True),
        ("*;-30.4", "30.4", False),
        ("*", "Annex 9-L", True),
        ("Annex 9-L", "Annex 9-L", True),
        ("8.61", "8.61-F", False),
        ("132", "132", True),
        ("DIGIT.6", "DIGIT.6", True),
        ("5.7.1(f)", "5.7", False),
        ("9.1(part)", "9.1", False),
    ],
)
def test_which_articles_are_meant(written: str, article: str, whole: bool) -> None:
    assert article_list(written.split(";")).holds(article) is whole


def test_a_part_of_an_article_is_not_the_article() -> None:
    meant = article_list(["5.7.1(f)", "9.19.1", "9.19.3(b)"])
    assert meant.parts_of("9.19") == ("9.19.1", "9.19.3(b)")
    assert meant.parts_of("9.1") == ()
    assert not meant.holds("9.19")


def test_none_are_meant() -> None:
    assert not article_list([])
    assert not article_list([" "])


numbers = st.tuples(st.integers(1, 40), st.integers(1, 40)).map(lambda pair: f"{pair[0]}.{pair[1]}")


@given(
    st.sets(numbers, max_size=8), st.sets(st.integers(1, 40).map(lambda chapter: f"{chapter}.*"), max_size=3)
)
def test_a_list_reads_as_it_is_written(articles: set[str], chapters: set[str]) -> None:
    meant = article_list([*articles, *chapters])
    assert article_list(str(meant).split(";")) == meant
    assert all(meant.holds(article) for article in articles)
