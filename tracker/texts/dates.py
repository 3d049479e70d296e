"""Reads the day on which a text says it was done: in figures or in words, in English, Spanish, French, Portuguese."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.texts.plain_letters import without_accents

_SIGNED_WORDS = re.compile(
    r"\b(?:DONE|Done|SIGNED|Signed|HECH[OA]|Hech[oa]|Suscrip?t[oa]|SUSCRIP?T[OA]|SUBSCRIBED|Subscribed|Firmad[oa]|FIRMAD[OA]|FAIT|Fait"
    r"|SIGN[ÉE]E?|Sign[ée]e?|FEITO|Feito|ASSINADO|Assinado)\b"
    r"|\b(?:(?:GIVEN|Given|MADE|Made|CONCLUDED|Concluded) (?:AT|at|IN|in)|(?:EXECUTED|Executed) (?:AT|at|ON|on|this)"
    r"|(?:DATED|Dated) (?:THIS|this|AT|at)"
    r"|(?:DRAWN UP|Drawn up) (?:AT|at|IN|in)|(?:ÉTABLI|Établi) (?:À|A|à)|(?:CELEBRAD[OA]|Celebrad[oa]) (?:EN|en|EM|em)"
    r"|(?:DAD[OA]|Dad[oa]|EXTENDID[OA]|Extendid[oa]|OTORGAD[OA]|Otorgad[oa]) (?:EN|en)"
    r"|(?:SE|Se) (?:FIRMA|firma|SUSCRIBE|suscribe) (?:EN|en)|(?:DONN[ÉE]|Donné|CONCLUE?|Conclue?) (?:À|A|à))\b"
    r"|(?<![^\n])(?:(?:DATE|Date) (?:OF|of) (?:SIGNATURE|signature|SIGNING|signing)"
    r"|(?:SIGNATURE|Signature|FIRMA|Firma|ASSINATURA|Assinatura)"
    r"|(?:(?:LUGAR|Lugar) (?:Y|y) )?(?:FECHA|Fecha|fecha) (?:DE|de) (?:(?:LA|la) )?"
    r"(?:FIRMA|firma|SUSCRIPCI[ÓO]N|suscripción)"
    r"|(?:DATE|Date) (?:DE|de) (?:LA |la )?(?:SIGNATURE|signature)"
    r"|(?:DATA|Data) (?:DE|de|DA|da) (?:ASSINATURA|assinatura))\s*:"
)
_IN_WITNESS = re.compile(
    r"\b(?:in witness (?:whereof|thereof|of which)|en (?:fe|testimonio) de (?:lo cual|ello)|en foi de quoi"
    r"|em (?:f[ée]|testemunho) do que)\b"
    r"|(?<![^\n])(?:done|signed|hecho|firmado|suscrito|celebrado|fait|signé|feito) (?:at|in|en|à|em)\b",
    re.IGNORECASE,
)
"""Where a text that has none of these words says it, or has them in small letters at the beginning of a line."""

_MAY_BE_SIGNED = re.compile(r"[ACDEFGHLMOSÉ][AaEeIiOoRrSsTtUuXx](?<!\w..)")
"""How the first of these words begin. A pattern that begins with a class of letters is found ten times as fast."""

_MAY_BE_WITNESSED = (
    *("in witness ", "en fe de ", "en testimonio de ", "en foi de quoi", "em fé do que", "em fe do que"),
    *(
        "em testemunho do que",
        "\ndone ",
        "\nsigned ",
        "\nhecho ",
        "\nfirmado ",
        "\nsuscrito ",
        "\ncelebrado ",
    ),
    *("\nfait ", "\nsigné ", "\nfeito "),
)
"""The same of the second, in small letters."""

_AFTER_THE_DAY = re.compile(
    r"\b(?:this (?:agreement|protocol|treaty) (?:was|is|has been) (?:done|signed)"
    r"|se (?:firma|suscribe)n? (?:el|este|los)? ?presentes?|ha sido (?:firmado|suscrito) el presente"
    r"|[ée]t[ée] sign[ée]e?s? l[ea]s? pr[ée]sente?s?|foi assinado o presente)\b",
    re.IGNORECASE,
)
"""Words of signature that the day precedes: "In Lima, on the 4th of July 2018, this Agreement was signed"."""

_BELOW_TITLE = re.compile(
    r"^\([A-ZÀ-Ý][^()\d\n]{1,60}\d{1,2}(?:st|nd|rd|th|er|º)? [^()\n]{3,20}\d{4}\)$", re.MULTILINE
)
"""Place and day in brackets on a line by themselves, as treaty series print them: "(Lima, 4 July 2018)"."""

_OPENING = 3_000
"""Characters within which a title stands."""

_SPAN = 400
"""Characters after "Done at" within which the day follows; places and languages are named in between."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january enero janvier janeiro",
            "february febrero fevrier fevereiro",
            "march marzo mars marco",
            "april abril avril",
            "may mayo mai maio",
            "june junio juin junho",
            "july julio juillet julho",
            "august agosto aout",
            "september septiembre setiembre septembre setembro",
            "october octubre octobre outubro",
            "november noviembre novembre novembro",
            "december diciembre decembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
"""Months in English, Spanish, French and Portuguese, in small letters without accents, and their numbers."""

_SHORT_MONTHS = {
    **{name[:3]: number for name, number in MONTHS.items() if number in (1, 2, 4, 8, 9, 10, 11, 12)},
    "sept": 9,
}
"""Months as abbreviated before a year; of others the first letters are words ("mar", "may", "jun")."""

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete"
    " veintiocho veintinueve",
    "um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito"
    " dezenove vinte",
    "um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito"
    " dezanove vinte",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo",
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme"
    " treizieme quatorzieme quinzieme seizieme",
    "primeiro segundo terceiro quarto quinto sexto setimo oitavo nono decimo",
)
_NUMBERS = {
    **{word: value for words in (*_CARDINALS, *_ORDINALS) for value, word in enumerate(words.split(), start=1)},
    "primer": 1, "un": 1, "une": 1, "veintiun": 21, "vingt": 20, "vingts": 20,
    "vingtieme": 20, "trentieme": 30, "thirty": 30, "thirtieth": 30, "treinta": 30, "trente": 30,
    "forty": 40, "cuarenta": 40, "quarante": 40, "fifty": 50, "cincuenta": 50, "cinquante": 50,
    "sixty": 60, "sesenta": 60, "soixante": 60, "seventy": 70, "setenta": 70, "septante": 70,
    "eighty": 80, "ochenta": 80, "huitante": 80, "ninety": 90, "noventa": 90, "nonante": 90,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600,
    "setecientos": 700, "ochocientos": 800, "novecientos": 900,
    "unieme": 1, "trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "oitenta": 80, "novecentos": 900,
}  # fmt: skip
_HUNDREDS = frozenset(("hundred", "cien", "ciento", "cent", "cents"))
_THOUSANDS = frozenset(("thousand", "mil", "mille"))
_AND = frozenset(("and", "y", "et", "e"))

_BETWEEN_DAY_AND_MONTH = frozenset(
    (
        "day",
        "days",
        "month",
        "of",
        "the",
        "dia",
        "dias",
        "del",
        "de",
        "mes",
        "jour",
        "jours",
        "du",
        "mois",
        "d",
        "do",
    )
)
_BETWEEN_MONTH_AND_YEAR = frozenset(
    (
        *(
            "in",
            "the",
            "year",
            "of",
            "our",
            "lord",
            "del",
            "de",
            "ano",
            "el",
            "l",
            "an",
            "annee",
            "en",
            "la",
            "do",
        ),
        *("a", "d", "ad"),
    )
)
_YEAR_WORDS = frozenset(("year", "ano", "an", "annee"))
_WORD = re.compile(r"\d+|[a-z]+")
_FIGURES = re.compile(
    r"(?<![\d./-])(?:(?P<iso>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d))(?![\d/-])"
)
_SUFFIX = frozenset(("st", "nd", "rd", "th", "er", "o", "e", "eme"))
_LONGEST_NUMBER = 8
"""Words of a year in words: "one thousand nine hundred and ninety six" has seven."""

_FIRST_YEAR, _LAST_YEAR = 1940, 2100


def signature_date(text: str, year: int | None = None) -> date | None:
    """The day after "Done at ..." and the like; with `year`, a day in that year. None where the text gives none."""
    for start in _signed_at(text):
        for found in days_in(text[start : start + _SPAN]):
            if year is None or found.year == year:
                return found
    for match in _AFTER_THE_DAY.finditer(text):
        for found in days_in(text[max(0, match.start() - _SPAN // 2) : match.start()]):
            if year is None or found.year == year:
                return found
    for match in _BELOW_TITLE.finditer(text, 0, _OPENING):
        for found in days_in(match[0]):
            if year is None or found.year == year:
                return found
    return None


def _signed_at(text: str) -> Iterator[int]:
    """Where the words stand that a day of signature follows, the clearer ones first."""
    for begin in _MAY_BE_SIGNED.finditer(text):
        if _SIGNED_WORDS.match(text, begin.start()):
            yield begin.start()
    lowered = f"\n{text.lower()}"
    if any(words in lowered for words in _MAY_BE_WITNESSED):
        for match in _IN_WITNESS.finditer(text):
            yield match.start()


def days_in(text: str) -> Iterator[date]:
    """Every whole date in a passage, in the order of its months; after them those in figures (2007-04-03, 3.4.2007).

    "3 April 2007", "April 3, 2007", "this third day of April in the year two thousand and seven", "a los tres dias del
    mes de abril del ano dos mil siete", "l'an deux mille sept, le trois avril".
    """
    words = _WORD.findall(_plain(text))
    for at, word in enumerate(words):
        month = MONTHS.get(word) or _SHORT_MONTHS.get(word)
        if month is None or (word == "sept" and at and words[at - 1] in _NUMBERS):
            continue  # "dix-sept octobre"
        day, after = _day_before(words, at), at + 1
        if day is None:
            day, after = _day_after(words, at)
        year = _year_after(words, after)
        if year is None:
            year = _year_before(words, at)
        if day is None or year is None:
            continue
        try:
            yield date(year, month, day)
        except ValueError:
            continue
    yield from _days_in_figures(text)


def _days_in_figures(text: str) -> Iterator[date]:
    """Days in figures whose order is certain: with the year first, with points, or with a number above 12."""
    for match in _FIGURES.finditer(text):
        if match["iso"]:
            year, month, day = int(match["iso"]), int(match["month"]), int(match["day"])
        else:
            year, day, month = int(match["year"]), int(match["first"]), int(match["second"])
            if match["sign"] != "." and day <= 12:
                if month <= 12:
                    continue  # 3/4/2007: nobody knows
                day, month = month, day
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _plain(text: str) -> str:
    return without_accents(text.replace("º", " ").replace("°", " ")).lower()


def _day_before(words: list[str], month: int) -> int | None:
    """The number of the day that ends before the month, fillers skipped."""
    end = month
    while end and (words[end - 1] in _BETWEEN_DAY_AND_MONTH or words[end - 1] in _SUFFIX):
        end -= 1
    return _number_ending(words, end, 1, 31)


def _day_after(words: list[str], month: int) -> tuple[int | None, int]:
    """The day of "April 3, 2007", "April the 3rd, 2007" and "April third, 2007", and the position after it."""
    month += month + 1 < len(words) and words[month + 1] == "the"
    if month + 1 < len(words) and words[month + 1].isdigit() and 1 <= int(words[month + 1]) <= 31:
        after = month + 2
        return int(words[month + 1]), after + (after < len(words) and words[after] in _SUFFIX)
    for end in (month + 3, month + 2):
        value = _value(words[month + 1 : end])
        if value is not None and 1 <= value <= 31 and _year_after(words, end) is not None:
            return value, end
    return None, month + 1


def _year_after(words: list[str], start: int) -> int | None:
    while start < len(words) and words[start] in _BETWEEN_MONTH_AND_YEAR:
        start += 1
    return _number_from(words, start)


def _year_before(words: list[str], month: int) -> int | None:
    """The year of "in the year two thousand, on the third of April": the last one named before the month."""
    for at in range(month - 1, -1, -1):
        if words[at] in _YEAR_WORDS:
            start = at + 1
            while start < month and words[start] in _BETWEEN_MONTH_AND_YEAR:
                start += 1
            return _number_from(words[:month], start)
    return None


def _number_from(words: list[str], start: int) -> int | None:
    """The year that begins at `start`, in figures or as the longest run of number words."""
    if start < len(words) and words[start].isdigit():
        figure = int(words[start])
        return figure if _FIRST_YEAR <= figure <= _LAST_YEAR else None
    best = None
    for end in range(start + 1, min(start + _LONGEST_NUMBER, len(words)) + 1):
        if words[end - 1] in _AND:
            continue
        value = _value(words[start:end])
        if value is None:
            break
        if _FIRST_YEAR <= value <= _LAST_YEAR:
            best = value
    return best


def _number_ending(words: list[str], end: int, low: int, high: int) -> int | None:
    """The number of `low` to `high` that ends before `end`, in figures or as the longest run of number words."""
    if end and words[end - 1].isdigit():
        figure = int(words[end - 1])
        return figure if low <= figure <= high else None
    best = None
    for start in range(end - 1, max(-1, end - 4), -1):
        value = _value(words[start:end])
        if value is not None and low <= value <= high:
            best = value
    return best


def _value(words: list[str]) -> int | None:
    """The number that these words write; None where one is no number word or nothing is written."""
    total = current = 0
    counted = False
    for word in words:
        if word in _AND and counted:
            continue
        if word in _THOUSANDS:
            total, current = total + (current or 1) * 1000, 0
        elif word in _HUNDREDS:
            current = (current or 1) * 100
        elif word in _NUMBERS:
            current = _joined(current, word)
        else:
            return None
        counted = True
    return total + current if counted else None


def _joined(current: int, word: str) -> int:
    value = _NUMBERS[word]
    if word in ("vingt", "vingts") and current % 100 == 4:
        return current + 76  # quatre-vingts
    if 10 <= current <= 20 and value >= 10 and current != 10:
        return 100 * current + value  # nineteen ninety-six
    return current + value
