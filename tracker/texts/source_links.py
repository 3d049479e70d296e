"""Addresses that a text or a list gives for an agreement: those that are none of the web are refused."""

from dataclasses import replace

from tracker.addresses import is_web_address
from tracker.texts.types import AgreementMeta, AgreementText


def with_web_addresses(meta: AgreementMeta) -> tuple[AgreementMeta, tuple[str, ...]]:
    """The facts without addresses such as `javascript:...`, and a remark for each that was left out."""
    kept = tuple(link for link in meta.sources if is_web_address(link.url))
    if len(kept) == len(meta.sources):
        return meta, ()
    refused = (link.url for link in meta.sources if link not in kept)
    remarks = tuple(f"address refused, it is none of the web: {ascii(url)[:80]}" for url in refused)
    return replace(meta, sources=kept), remarks


def text_with_web_addresses(text: AgreementText) -> AgreementText:
    """The same for a text, whose warnings the remarks become."""
    meta, remarks = with_web_addresses(text.meta)
    return replace(text, meta=meta, warnings=(*text.warnings, *remarks)) if remarks else text
