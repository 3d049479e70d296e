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
from dashboard.parts.strength import exception_word, strength_word
from dashboard.views.spread.choice import Choice
from tracker.queries import Matrix, MatrixRow, count_bases, spread_matrix


def show_heatmap(messages: Messages, state: LinkState, choice: Choice) -> None:
    """The heatmap with its chart table; a sentence alone where no agreement is selected."""
    matrix = ask(spread_matrix, choice.filter, choice.columns)
    if not matrix.agreements:
        layout.notice(messages.say("spread.nothing"))
        return
    title = messages.say(f"spread.heatmap_{choice.columns}", agreements=len(matrix.agreements))
    words = _intro(messages, matrix)
    layout.section(title, words)
    chart_with_table(
        messages,
        state,
        "heatmap",
        finished_chart(messages, "heatmap", choice, lambda: heatmap(messages, matrix)),
        *_table(messages, matrix),
        "spread-heatmap.csv",
        title=title,
        alternative=words,
    )


def _intro(messages: Messages, matrix: Matrix) -> str:
    """How to read it, on what its cells rest, how many of its agreements ended, and of how many an empty cell says
    nothing."""
    numbers = (
        ("partly", sum(not row.fully_known and row.reading != "reported" for row in matrix.agreements)),
        ("reported", sum(not row.fully_known and row.reading == "reported" for row in matrix.agreements)),
        ("ended", sum(row.legal_status == "inactive" for row in matrix.agreements)),
    )
    said = [
        messages.say("spread.heatmap_intro"),
        *(messages.count(f"spread.heatmap_{name}", number) for name, number in numbers if number),
        "" if all(row.fully_known for row in matrix.agreements) else messages.say("spread.heatmap_empty"),
        basis_sentence(messages, matrix.bases, "counted_cells"),
    ]
    return " ".join(words for words in said if words)


def _table(messages: Messages, matrix: Matrix) -> tuple[list[str], list[tuple[object, ...]]]:
    """One row per agreement, one column per provision, and how many of its findings rest on each basis. A cell is empty
    where the provision is not in the agreement; that this is not known is said."""
    cells = {(cell.slug, cell.provision): cell for cell in matrix.cells}
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for cell in matrix.cells:
        kinds[cell.slug].append(cell.basis.firmness)
    columns = [messages.say("column.agreement"), messages.say("column.date"), messages.say("column.status")]
    columns.append(messages.say("read.column_reading"))
    columns += [provision_name(messages, code) for code in matrix.provisions]
    rows = []
    for row in matrix.agreements:
        shown: list[object] = [
            row.name,
            str(row.year_signed) if row.year_signed else day(messages, row.date),
            messages.say(f"status.{row.legal_status}"),
            messages.say(f"coverage.one_{row.reading}"),
        ]
        for code in matrix.provisions:
            found = cells.get((row.slug, code))
            words = (
                [
                    strength_word(messages, code, found.strength),
                    exception_word(messages, found.exception),
                    messages.say("scope_sectoral") if found.sectoral else "",
                    uncertain_word(messages, found.uncertain),
                    "" if found.basis.is_read else basis_words(messages, found.basis),
                ]
                if found
                else _nothing(messages, row, left_out=(row.slug, code) in matrix.left_out)
            )
            shown.append(", ".join(word for word in words if word))
        rows.append((*shown, *basis_numbers(count_bases(kinds[row.slug]))))
    return [*columns, *basis_columns(messages)], rows


def _nothing(messages: Messages, row: MatrixRow, *, left_out: bool) -> list[str]:
    """Why a cell has no finding."""
    said = [messages.say("spread.left_out")] if left_out else []
    return said if row.fully_known else [*said, messages.say("policies.state_not_known")]
