"""The Digital 2 Dozen template: principles, provisions and the words of each language, as data files."""

from tracker.template.fingerprint import template_fingerprint
from tracker.template.loader import load_template
from tracker.template.model import (
    Language,
    LanguageRules,
    Pattern,
    Principle,
    Prototype,
    Provision,
    Template,
)

__all__ = [
    "Language",
    "LanguageRules",
    "Pattern",
    "Principle",
    "Prototype",
    "Provision",
    "Template",
    "load_template",
    "template_fingerprint",
]
