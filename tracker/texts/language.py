"""Detects the language of a text by counting its commonest short words, or by its script.

English, Spanish and French are read by the rules; others are only named, so that their texts can be kept and are never
taken for texts without clauses.
"""

import re
from collections import Counter
from collections.abc import Mapping

_COMMON_WORDS = {
    "en": frozenset(
        ("the", "of", "and", "to", "in", "shall", "by", "for", "with", "that", "or", "is", "this")
    ),
    "es": frozenset(
        ("el", "los", "las", "del", "y", "para", "por", "con", "una", "que", "o", "se", "sus", "al")
    ),
    "fr": frozenset(
        ("le", "les", "des", "et", "du", "pour", "par", "une", "dans", "qui", "ou", "est", "aux", "sur")
    ),
}
READ_LANGUAGES = tuple(_COMMON_WORDS)
"""Languages that the rules read (those of the template, which a test compares)."""

_SAMPLE = 60_000
"""Characters read: enough for a whole chapter, and quick."""

_FOREIGN_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "pt": "não uma são das dos em da do na ao pela e os as que para",
        "it": "il di della delle dei che non per e gli nel le si",
        "de": "der die das und nicht von mit zu den auf für ist",
        "nl": "het een van niet op voor dat zijn met bij wordt deze door",
        "ca": "les els dels amb per que una i del al no és",
        "ro": "și în la cu pentru care este prin din sunt nu ale al să",
        "pl": "nie na się dla oraz do przez jest które w z i lub od",
        "cs": "se na je pro nebo které podle v a není jsou této ze",
        "hu": "az és nem hogy egy vagy szerint kell által ez meg felek",
        "fi": "ja on ei tai sekä jotka sen myös ovat tämän mukaisesti osapuolten",
        "sv": "och att det som för på inte av är till eller ska den",
        "da": "og af til ikke på for er med det eller skal den som",
        "no": "og av til ikke på for er med det eller skal den som ikkje",
        "tr": "ve bir bu ile için olarak veya tarafından olan diğer",
        "id": "dan yang di dari untuk pada dengan tidak atau ini para setiap",
        "ms": "dan yang di daripada untuk pada dengan tidak atau ini hendaklah bagi",
        "vi": "và của các không trong cho bên được hoặc này có theo một",
        "sq": "të dhe në për nga me një që nuk ose është palët",
        "sk": "sa na je pre alebo ktoré podľa v nie sú tejto zo každá zmluvná strany zmluvnej",
        "sl": "in na je za ali ki po v ni so ter pogodbenica pogodbenice vsaka lahko",
        "hr": "i na je za ili koji prema u nije su ove te svaka stranka stranke od o da ne se",
        "lt": "ir į iš yra arba pagal su kuri nėra šalis susitariančioji kita kiekviena bei",
        "lv": "un uz no ir vai saskaņā ar kas nav puse līgumslēdzēja katra par šā",
        "et": "ja on ei või ning mis lepinguosaline lepinguosalise vastavalt kui selle iga teise kohta",
        "mt": "u ta li fuq għal jew tal fil parti kull dan ma il minn",
        "is": "og að er eða til ekki um á í skal við sem fyrir hvor sér",
    }.items()
}
_SHARED_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a an any as at be from may not on other under which",
        "es": "a cada como de dicha dicho en entre es esta este la lo no otra otro parte su toda todo un",
        "fr": "a à au ce cette chaque d de en entre l la lorsque ne par partie s sa se son toute un",
        "pt": "a cada com como de entre esta este no nos nas o outra parte pelo por se sua um à",
        "it": "a al alla ciascuna con da del dell di e ed in l la lo o parte sono tra un una",
        "ca": "a aquest cada com de en entre es la o part qualsevol se seva són un",
        "ro": "a acest ca cu de din fiecare în la o parte părți pe prezentul se un unei",
        "nl": "aan andere de door elke en geen haar hun naar of om partij partijen te tot uit",
        "da": "anden at begge bestemmelser denne dette efter en et hver hvis i ingen kan mellem må part parten parter"
        " parterne parternes skal",
        "no": "annen at bestemmelser den denne en et hver i ilegge ingen kan part parten partene skal til",
        "pl": "a drugiej jej jego każda niniejszej o po swoim strona strony stron umawiająca za ze",
        "tr": "da de değil edilir eder göre her hiçbir kendi madde olan taraf tarafın taraflar uygun",
        "hu": "a azok bármely be egyik értelmében fél felek fél ha ki másik mindkét minden nem vagy",
        "fi": "eikä jos joka kaikki kukin kunkin mikään ne niistä osapuoli se sopimuspuolen sopimuspuoli toisen voi",
        "cs": "druhé i každá ke mezi na ně o od s se smluvní strana strany tato to u za že žádná",
    }.items()
}
"""Further words of languages that have many in common. They show nothing of one language alone, but a sentence in it
has more of its own: with them a short Spanish sentence is not taken for Romanian because of "la"."""

_KNOWN_SHARE = 0.08
"""Least share of the words of a text in English, Spanish or French that are among the commonest (whole agreements: 17 %
and more)."""

_DISTINCT = 3
"""Least number of different common words of two letters or more that show a language: one may be anything."""


def _with_shared(words: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {language: theirs | _SHARED_WORDS.get(language, frozenset()) for language, theirs in words.items()}


_ALL_READ, _ALL_FOREIGN = _with_shared(_COMMON_WORDS), _with_shared(_FOREIGN_WORDS)

_FEW_WORDS = 12
"""With fewer words than this the language cannot be detected."""

_WORDS = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\x00-\u024f]")

_CERTAIN = 2.0
"""Least ratio of the hits of the first language to those of the second; below it the text is mixed."""


_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("uk", re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
"""Languages by a script, the first whose letters a text has in number; of a script with several languages the commonest
in trade agreements, with the letters of Ukrainian first."""

_IN_NUMBER = 0.1
"""Share of a text's letters from which a script is that of the text, not of a name in it."""

_SOME = {"uk": 0.02}
"""The share of letters that a language has and others of its script have not."""

UNKNOWN_LANGUAGE = "und"
"""ISO 639 for a language that was not recognised."""


def detect_language(text: str) -> tuple[str, bool]:
    """ISO 639-1 code of the likeliest language, and whether it is certain (False: too short or mixed).

    A text in a language that the rules do not read (none of READ_LANGUAGES) has that language's code, `und` where it is
    not recognised.
    """
    sample = text[:_SAMPLE]
    found = _WORDS.findall(sample.lower())
    words, letters = Counter(found), "".join(found)
    if not _is_read(words, letters):
        return _unread_language(words, letters), True
    hits, with_shared = _hits(words, _COMMON_WORDS), _hits(words, _ALL_READ)
    order = sorted(hits.items(), key=lambda item: (-item[1], -with_shared[item[0]]))
    (best, most), (_second, fewer), *_rest = order
    if most == 0:
        return best, False
    return best, most >= _CERTAIN * max(fewer, 1)


def _hits(words: Counter[str], common: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How often the commonest words of each language occur."""
    have = words.keys()
    return {language: sum(words[word] for word in have & theirs) for language, theirs in common.items()}


def _unread_language(words: Counter[str], letters: str) -> str:
    for language, script in _SCRIPTS:
        if len(script.findall(letters)) > _SOME.get(language, _IN_NUMBER) * len(letters):
            return language
    hits = _hits(words, _ALL_FOREIGN)
    best, second = sorted(hits, key=lambda language: -hits[language])[:2]
    several = sum(word in words for word in _ALL_FOREIGN[best] if len(word) > 1) >= _DISTINCT
    known = several and hits[best] >= _KNOWN_SHARE * sum(words.values()) and hits[best] > hits[second]
    return best if known else UNKNOWN_LANGUAGE


def _is_read(words: Counter[str], letters: str) -> bool:
    """Whether a text seems to be in English, Spanish or French; True where it is too short to decide."""
    if not letters.isascii() and len(_NOT_LATIN.findall(letters)) > len(letters) / 2:
        return False  # another script, which may write a whole sentence as one word
    number = sum(words.values())
    if number < _FEW_WORDS:
        return True
    best = max(_hits(words, _ALL_READ).values())
    foreign = max(_hits(words, _ALL_FOREIGN).values())
    return best >= _KNOWN_SHARE * number and best >= foreign
