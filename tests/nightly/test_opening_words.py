"""The sentences on what an agreement closes and opens: in each language, of one policy and of several."""

import pytest

from tracker.nightly.changes import Closing, Opening
from tracker.nightly.language import LANGUAGES, words_in
from tracker.nightly.wording import closing_words, opening_words
from tracker.queries.country.policies import policy_facts

SAID = {
    ("closed", "open", True): {
        "en": ("Opens", "(closed before)", "(closed before)"),
        "es": ("Abre", "(antes cerrada)", "(antes cerradas)"),
        "fr": ("Ouvre", "(fermée auparavant)", "(fermées auparavant)"),
    },
    ("restricted", "open", True): {
        "en": ("Opens", "(restricted before)", "(restricted before)"),
        "es": ("Abre", "(antes restringida)", "(antes restringidas)"),
        "fr": ("Ouvre", "(restreinte auparavant)", "(restreintes auparavant)"),
    },
    ("closed", "not_known", True): {
        "en": ("No longer closes", "whether that is open now is not", "whether those are open now is not"),
        "es": ("ya no cierra", "no se sabe si ahora está abierta", "no se sabe si ahora están abiertas"),
        "fr": ("ne ferme plus", "si elle est désormais ouverte)", "si elles sont désormais ouvertes)"),
    },
    ("restricted", "not_known", True): {
        "en": ("No longer restricts", "whether that is open now is not", "whether those are open now is not"),
        "es": ("ya no restringe", "no se sabe si ahora está abierta", "no se sabe si ahora están abiertas"),
        "fr": ("ne restreint plus", "si elle est désormais ouverte)", "si elles sont désormais ouvertes)"),
    },
    ("closed", "restricted", True): {
        "en": (
            "Loosens",
            "only restricted now, as far as the texts",
            "only restricted now, as far as the texts",
        ),
        "es": (
            "Deja más margen a",
            "ahora solo restringida, hasta donde",
            "ahora solo restringidas, hasta donde",
        ),
        "fr": ("Laisse plus de marge", "restreinte désormais, d’après", "restreintes désormais, d’après"),
    },
    ("closed", "closed", True): {
        "en": ("by other agreements", "stays closed", "stay closed"),
        "es": ("en virtud de otros acuerdos", "sigue cerrada", "siguen cerradas"),
        "fr": ("en vertu d’autres accords", "reste fermée", "restent fermées"),
    },
    ("restricted", "restricted", True): {
        "en": ("by other agreements", "stays restricted", "stay restricted"),
        "es": ("en virtud de otros acuerdos", "sigue restringida", "siguen restringidas"),
        "fr": ("en vertu d’autres accords", "reste restreinte", "restent restreintes"),
    },
    ("closed", "not_known", False): {
        "en": ("Whether it still closes", "is not known", "is not known"),
        "es": ("No se sabe si todavía cierra", "la política «", "las políticas «"),
        "fr": ("On ne sait pas s’il ferme encore", "la politique «", "les politiques «"),
    },
    ("restricted", "open", False): {
        "en": ("Whether it still restricts", "is not known", "is not known"),
        "es": ("No se sabe si todavía restringe", "la política «", "las políticas «"),
        "fr": ("On ne sait pas s’il restreint encore", "la politique «", "les politiques «"),
    },
}
"""By before, now and whether it is known: in each language what both sentences have, what is said of one policy, and of
two."""


@pytest.mark.parametrize("step", SAID)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_is_said_of_one_policy_and_of_several(step: tuple[str, str, bool], language: str) -> None:
    both, singular, plural = SAID[step][language]
    words, policies = words_in(language), ("inspect_source_code", "keep_data_at_home")
    titles = {row.code: row.title for row in policy_facts(language)}
    for number, own in ((1, singular), (2, plural)):
        [sentence] = opening_words(words, [Opening(code, *step, ("VNM",)) for code in policies[:number]])
        assert both in sentence and own in sentence and "Viet Nam" in sentence
        assert all(titles[code] in sentence for code in policies[:number])
        assert number == 2 or titles[policies[1]] not in sentence


@pytest.mark.parametrize("state", ["closed", "restricted"])
@pytest.mark.parametrize("before", ["open", "restricted", "not_known", None])
def test_what_an_agreement_closes_is_said_of_one_policy_and_of_several(
    state: str, before: str | None
) -> None:
    expected = {
        "open": (
            ("(política antes abierta)", "(políticas antes abiertas)"),
            ("(politique ouverte aup", "(politiques ouvertes aup"),
        ),
        "restricted": (
            ("(política antes restringida)", "(políticas antes restringidas)"),
            ("(politique restreinte aup", "(politiques restreintes aup"),
        ),
        "not_known": (
            ("la política estaba abierta antes)", "las políticas estaban abiertas antes)"),
            ("si la politique était", "si les politiques étaient"),
        ),
        None: (("cómo estaba antes", "cómo estaban antes"), ("ce qu’il en était", "ce qu’il en était")),
    }[before]
    policies = ("inspect_source_code", "keep_data_at_home")
    for language, forms in zip(("es", "fr"), expected, strict=True):
        for number, form in enumerate(forms, 1):
            closings = [Closing(code, state, before, ("VNM",)) for code in policies[:number]]
            [sentence] = closing_words(words_in(language), closings)
            verb = {"closed": ("Cierra", "Ferme"), "restricted": ("Restringe", "Restreint")}[state]
            assert sentence.startswith(verb[language == "fr"]) and form in sentence
