"""The codes of the template's provisions, without reading the template: loading it takes a second."""

from pathlib import Path

from tracker.template.fingerprint import TEMPLATE_FOLDER


def provision_codes(path: Path | None = None) -> frozenset[str]:
    """Every provision's code: a provision's file is called after it (the loader sees to that)."""
    return frozenset(file.stem for file in ((path or TEMPLATE_FOLDER) / "provisions").glob("*.yaml"))


def template_languages(path: Path | None = None) -> frozenset[str]:
    """Languages that the template has rules for (ISO 639-1): texts in any other are kept and not matched."""
    return frozenset(file.stem for file in ((path or TEMPLATE_FOLDER) / "language").glob("*.yaml"))
