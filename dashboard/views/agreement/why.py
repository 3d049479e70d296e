"""Why an article was flagged, below a single article of an agreement."""

from dashboard.parts.markup import Child, Markup, join, tag, woven
from dashboard.parts.messages import Messages
from dashboard.parts.names import provision_name
from dashboard.parts.notes import note_name
from tracker.queries import ArticleRow, FindingRow, template_facts


def why_flagged(messages: Messages, row: ArticleRow, language: str | None) -> Markup | None:
    """For each finding the signal that decided, the closest prototype clause and the details noted.

    Prototype clauses are compared with texts of their own `language` only, so it is theirs as well.
    """
    reported = [finding for finding in row.findings if finding.signal]
    if not reported:
        return None
    return tag(
        "details",
        tag("summary", messages.say("agreement.why"), class_="fold-name"),
        tag(
            "dl",
            *(part for finding in reported for part in _reason(messages, finding, language)),
            class_="why",
        ),
        class_="fold",
    )


def _reason(messages: Messages, finding: FindingRow, language: str | None) -> list[Markup]:
    lines: list[Child] = [
        messages.say("agreement.why_signal", signal=finding.signal.removeprefix("pattern:"))
    ]
    prototype = template_facts().prototypes.get(finding.prototype)
    if prototype:
        similarity = f"{finding.similarity:.0f}"
        clause = tag("span", prototype, lang=language)
        template = messages.template("agreement.why_prototype")
        lines.append(woven(template, similarity=similarity, text=clause))
    details = [note_name(messages, note) for note in finding.notes]
    if details:
        lines.append(woven(messages.template("agreement.why_details"), details=join(details, ", ")))
    name = provision_name(messages, finding.provision)
    return [tag("dt", name), *(tag("dd", line) for line in lines)]
