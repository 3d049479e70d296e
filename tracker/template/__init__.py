"""The Digital 2 Dozen template: principles, provisions and the words of each language, as data files."""

from tracker.template.codes import provision_codes, template_languages
from tracker.template.fingerprint import template_fingerprint
from tracker.template.loader import load_template, shipped_template
from tracker.template.model import LanguageRules, Pattern, Principle, Prototype, Provision, Template
from tracker.template.plurilateral import (
    KnownRole,
    KnownText,
    Plurilateral,
    load_plurilateral,
    shipped_plurilateral,
)
from tracker.template.policies import (
    Closure,
    Policies,
    Policy,
    Reference,
    load_policies,
    load_reference,
    shipped_policies,
    shipped_reference,
)
from tracker.template.words import Language

__all__ = [
    "Closure",
    "KnownRole",
    "KnownText",
    "Language",
    "LanguageRules",
    "Pattern",
    "Plurilateral",
    "Policies",
    "Policy",
    "Principle",
    "Prototype",
    "Provision",
    "Reference",
    "Template",
    "load_plurilateral",
    "load_policies",
    "load_reference",
    "load_template",
    "provision_codes",
    "shipped_plurilateral",
    "shipped_policies",
    "shipped_reference",
    "shipped_template",
    "template_fingerprint",
    "template_languages",
]
