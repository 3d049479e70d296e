"""Days of signature in figures and in words, after invented closing formulas."""

from datetime import date

import pytest

from tracker.texts.dates import days_in, signature_date


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on this third day of April in the year two thousand and seven", date(2007, 4, 3)),
        ("on the 5th day of December, one thousand nine hundred ninety six", date(1996, 12, 5)),
        ("this eighth day of July, 2014", date(2014, 7, 8)),
        ("this twenty-first day of May two thousand and twelve", date(2012, 5, 21)),
        ("this thirty-first day of January, nineteen hundred and ninety-nine", date(1999, 1, 31)),
        ("the first of March, nineteen ninety-six", date(1996, 3, 1)),
        ("on 3 April 2007", date(2007, 4, 3)),
        ("on April 3rd, 2007", date(2007, 4, 3)),
        ("on the 22nd of June in the year of our Lord 1998", date(1998, 6, 22)),
        ("a los tres días del mes de abril del año dos mil siete", date(2007, 4, 3)),
        ("el veintidós de noviembre de mil novecientos noventa y seis", date(1996, 11, 22)),
        ("a los 29 días del mes de noviembre de 2012", date(2012, 11, 29)),
        ("el primero de mayo de dos mil", date(2000, 5, 1)),
        ("a los treinta y un días del mes de octubre de dos mil veintitrés", date(2023, 10, 31)),
        ("le trois avril deux mille sept", date(2007, 4, 3)),
        ("le premier août mil neuf cent quatre-vingt-seize", date(1996, 8, 1)),
        ("le 1er février mil neuf cent soixante-dix-neuf", date(1979, 2, 1)),
        ("l'an deux mille sept, le trente et un décembre", date(2007, 12, 31)),
    ],
)
def test_days_in_words_and_figures(words: str, day: date) -> None:
    assert next(days_in(words)) == day


@pytest.mark.parametrize(
    "words",
    [
        "in April two thousand and seven",
        "on the third day of the month",
        "on 31 June 2007",
        "this may be amended within one year of two thousand days",
        "on the 3rd of April 1066",
        "",
    ],
)
def test_what_is_no_whole_day_gives_none(words: str) -> None:
    assert list(days_in(words)) == []


def test_the_day_follows_the_word_of_signature_and_not_just_any_day() -> None:
    text = "It was drafted on 1 January 2001.\n\nDONE at Zenda, this second day of May two thousand and two."
    assert signature_date(text) == date(2002, 5, 2)


def test_with_a_year_only_a_day_in_it_counts() -> None:
    text = "Done at Zenda on 2 May 2002. Signed again at Strelsau on 3 June 2003."
    assert signature_date(text, 2003) == date(2003, 6, 3)
    assert signature_date(text, 1999) is None


def test_a_long_run_of_number_words_takes_no_long_time() -> None:
    assert signature_date("DONE at Zenda " + "thousand " * 100_000) is None
