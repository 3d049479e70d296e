"""Letters and Roman numerals that number list items where a format does not write them out."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 3999


def letters(number: int) -> str:
    """a for 1, z for 26, aa for 27; empty for what is not above 0."""
    label = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        label = chr(ord("a") + rest) + label
    return label


def roman(number: int) -> str:
    """i for 1, iv for 4; plain digits beyond 3999."""
    if not 0 < number <= _MOST:
        return str(number)
    label = ""
    for value, signs in _ROMAN:
        while number >= value:
            label += signs
            number -= value
    return label
