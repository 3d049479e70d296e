"""The heatmap of the Spread page: every agreement by date, every provision, the template's core first."""

from collections import defaultdict

from dashboard.parts import layout
from dashboard.parts.basis import basis_columns, basis_numbers, basis_sentence, basis_words
from dashboard.parts.chart_table import chart_with_table
from dashboard.parts.charts import heatmap
from dashboard.parts.facts import ask
from dashboard.parts.finished import finished_chart
from dashboard.parts.messages import Messages
from dashboard.parts.names import day, provision_name
from dashboard.parts.reach import uncertain_word
from dashboard.parts.state import LinkState
from dashboard.parts.strength import exception_word, provision_strength
from dashboard.views.spread.choice import Choice
from tracker.queries import Matrix, count_bases, spread_matrix


def show_heatmap(messages: Messages, state: LinkState, choice: Choice) -> None:
    """The heatmap with its chart table; a sentence alone where no agreement is selected."""
    matrix = ask(spread_matrix, choice.filter, choice.columns)
    if not matrix.agreements:
        layout.notice(messages.say("spread.nothing"))
        return
    title = messages.say(f"spread.heatmap_{choice.columns}", agreements=len(matrix.agreements))
    known = basis_sentence(messages, matrix.bases, "counted_cells")
    layout.section(title, f"{messages.say('spread.heatmap_intro')} {known}".strip())
    chart_with_table(
        messages,
        state,
        "heatmap",
        lambda: finished_chart(messages, "heatmap", choice, lambda: heatmap(messages, matrix)),
        *_table(messages, matrix),
        "spread-heatmap.csv",
        title=title,
        alternative=f"{messages.say('spread.heatmap_intro')} {known}".strip(),
    )


def _table(messages: Messages, matrix: Matrix) -> tuple[list[str], list[tuple[object, ...]]]:
    """One row per agreement, one column per provision, and how many of its findings rest on each basis."""
    cells = {(cell.slug, cell.provision): cell for cell in matrix.cells}
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for cell in matrix.cells:
        kinds[cell.slug].append(cell.basis.firmness)
    columns = [messages.say("column.agreement"), messages.say("column.date"), messages.say("column.status")]
    columns += [provision_name(messages, code) for code in matrix.provisions]
    rows = []
    for row in matrix.agreements:
        shown: list[object] = [
            row.name,
            str(row.year_signed) if row.year_signed else day(messages, row.date),
            messages.say(f"status.{row.legal_status}"),
        ]
        for code in matrix.provisions:
            found = cells.get((row.slug, code))
            words = (
                [
                    provision_strength(messages, code, found.strength),
                    exception_word(messages, found.exception),
                    messages.say("scope_sectoral") if found.sectoral else "",
                    uncertain_word(messages, found.uncertain),
                    "" if found.basis.is_read else basis_words(messages, found.basis),
                ]
                if found
                else [messages.say("spread.left_out")] * ((row.slug, code) in matrix.left_out)
            )
            shown.append(", ".join(word for word in words if word))
        rows.append((*shown, *basis_numbers(count_bases(kinds[row.slug]))))
    return [*columns, *basis_columns(messages)], rows
