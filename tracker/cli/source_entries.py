"""`tracker sources about` and `tracker sources new`: what the sources' entries say, and the files of a new one."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.console import say

if TYPE_CHECKING:
    from scrapers.sources import Source


def register(app: typer.Typer) -> None:
    """Add this file's commands to `app`."""
    app.command(short_help="What each source brings, under which licence.")(about)
    app.command(short_help="Write the files of a new source.")(new)


def about(
    key: Annotated[str | None, typer.Argument(help="Key of one source; all of them without it.")] = None,
) -> None:
    """What each source brings, from where, under which licence.

    Exit code 2 for an unknown source.
    """
    from scrapers.sources import get_source, load_sources

    chosen = [get_source(key)] if key else list(load_sources().values())
    for number, source in enumerate(chosen):
        if number:
            say("")
        for line in lines_about(source):
            say(line)


def new(
    key: Annotated[str, typer.Argument(help="Key of the new source: small letters, digits and _.")],
    url: Annotated[str | None, typer.Option(help="The page of the site where a person begins.")] = None,
) -> None:
    """Write the files of a new source.

    They are a spider, an entry, fixture pages of an invented site, and the expected result. They work as they are,
    and are to be replaced by the real site's; CONTRIBUTING.md says how. Exit codes: 0 the files are written; 2 the
    key cannot be one, something of that name is there already, the url is no web address, or this is no checkout of
    the project. Nothing is written then.
    """
    from scrapers.new_source import PROJECT, new_source

    for file in new_source(key, url=url):
        say(str(file.relative_to(PROJECT)))
    say(
        f"next: describe the site in scrapers/sites/{key}.yaml, then go on as CONTRIBUTING.md says (Add a source)"
    )


def lines_about(source: "Source") -> list[str]:
    """What a source's entry says, a line each."""
    seen = f"compared with the live site on {source.verified}" if source.verified else "unverified"
    if source.verified is None and source.known_from:
        seen += f": written from {source.known_from}"
    said = {
        "brings": source.gives,
        "by": source.publisher,
        "from": source.url or "a folder on your disk",
        "licence": source.licence or "not stated",
        "cite": source.cite,
        "changes": source.changes,
        "markup": seen if source.kind == "site" else None,
    }
    lines = [
        f"{source.key}: {source.title}",
        *(f"  {name}: {words}" for name, words in said.items() if words),
    ]
    for page in source.seen:
        day = f", {page.day}" if page.day else ""
        lines += [f"  seen: {page.address}", f"    in: {page.copy_of}{day}", f"    what: {page.what}"]
    return [*lines, *([f"  not seen: {source.not_seen}"] if source.not_seen else [])]
