"""`tracker template`: what the template's files say in which language, and the files of a new provision."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say, show

if TYPE_CHECKING:
    from tracker.template.completeness import ProvisionState
    from tracker.template.model import Template
    from tracker.template.words import Language

app = typer.Typer(help="The template's data files: check them, add a provision.", no_args_is_help=True)


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Option(help="Another folder with the template's files than the one installed.")
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only the provisions that lack something.")
    ] = False,
) -> None:
    """Check the files; list the words and rules each language lacks.

    Numbers of patterns and prototypes stand in the order of the languages (en/es/fr).

    What a language lacks is no fault: pages show the English words, marked as English, and texts in that language are
    not searched for the provision. Exit codes: 0 the files are valid, whatever is missing; 3 a fault, named with file
    and line.
    """
    from tracker.template import load_plurilateral, load_policies, load_reference, load_template
    from tracker.template.completeness import provision_states, template_languages

    template = load_template(folder)
    load_policies(folder, template)
    load_reference(folder)
    load_plurilateral(folder)
    states = provision_states(template)
    languages = template_languages(template)
    _show(states if not missing else [state for state in states if state.missing])
    for line in missing_lines(states):
        say(line)
    say(summary_line(template, states, languages))


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="Code of the new provision, e.g. lamp_oil.")],
    title: Annotated[str, typer.Option(help="What it is called, in English.")],
    explainer: Annotated[str, typer.Option(help="What it says and takes away, in plain English.")],
    principle: Annotated[
        list[int] | None,
        typer.Option(help="Number of its principle (may be given several times); none: beyond the template."),
    ] = None,
) -> None:
    """Write the files of a new provision.

    They hold its data in English, and invented clauses for the tests. They are valid as they are; CONTRIBUTING.md
    says how to go on. Exit codes: 0 the files are written; 2 the code cannot be one, something of that name is there
    already, words are missing, the principle does not exist, or this is no checkout of the project; 3 the template's
    files have a fault. Nothing is written then.
    """
    from tracker.template.new_provision import PROJECT, new_provision

    files = new_provision(code, title=title, explainer=explainer, principles=principle or ())
    for file in files:
        say(str(file.relative_to(PROJECT)))
    say("next: write gate, patterns and prototypes, then go on as CONTRIBUTING.md says (Add a provision)")


def missing_lines(states: "list[ProvisionState]") -> list[str]:
    """A line for each provision and language that lacks something."""
    return [
        f"{state.code}: {language}: no {', no '.join(parts)}"
        for state in states
        for language, parts in state.missing.items()
    ]


def summary_line(
    template: "Template", states: "list[ProvisionState]", languages: "tuple[Language, ...]"
) -> str:
    """How many provisions and principles there are, and in which languages something is missing."""
    counted = {language: sum(language in state.missing for state in states) for language in languages}
    lacking = ", ".join(f"{number} in {language}" for language, number in counted.items() if number)
    said = f"{len(states)} provisions of {len(template.principles)} principles, in {', '.join(languages)}"
    return f"{said}; something is missing: {lacking}" if lacking else f"{said}; nothing is missing"


def _show(states: "list[ProvisionState]") -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("provision", no_wrap=True)
    for name in ("title", "explainer", "short name"):
        table.add_column(name, no_wrap=True)
    for name in ("patterns", "prototypes"):
        table.add_column(name, justify="right", no_wrap=True)
    for state in states:
        table.add_row(
            state.code,
            *(
                " ".join(
                    one.language if getattr(one, part) else "-" * len(one.language) for one in state.languages
                )
                for part in ("title", "explainer", "name")
            ),
            *(
                "/".join(str(getattr(one, part)) for one in state.languages)
                for part in ("patterns", "prototypes")
            ),
        )
    show(table)
