"""The files of a new provision, written from `skeleton/`: its data in English, and invented clauses for its tests.

They are valid and its clauses are found, so that each change to them can be tried at once.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from tracker.errors import BadInput
from tracker.template.loader import load_template
from tracker.template.model import PRINCIPLE_COUNT

PROJECT = Path(__file__).resolve().parents[2]
_SKELETON = Path(__file__).with_name("skeleton")
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def new_provision(
    code: str, *, title: str, explainer: str, principles: Sequence[int] = (), project: Path | None = None
) -> list[Path]:
    """Write the files of a provision with that code into `project` (a checkout; ours by default) and list them.

    `title` and `explainer` are the English words for readers; `principles` are numbers, none for a provision
    `beyond the template`. Existing files are never overwritten. Raises BadInput, and writes nothing, for a code that
    is not one or is used already, for empty words, for a principle that does not exist, and where `project` is no
    checkout.
    """
    project = project or PROJECT
    template = project / "tracker" / "template"
    if not _CODE.fullmatch(code):
        raise BadInput(f"{code!r} is no code; write words in small letters and digits, joined by _")
    if not (title.strip() and explainer.strip()):
        raise BadInput("a provision needs a title and an explainer; give both in English")
    wrong = next((number for number in principles if not 1 <= number <= PRINCIPLE_COUNT), None)
    if wrong is not None:
        raise BadInput(f"there is no principle {wrong}; give a number from 1 to {PRINCIPLE_COUNT}")
    if not (template / "provisions").is_dir() or not (project / "tests" / "matching").is_dir():
        raise BadInput(f"{project} is no checkout of the project; clone it, and run this there")
    places = {
        template / "provisions" / f"{code}.yaml": _SKELETON / "provision.yaml.txt",
        project / "tests" / "matching" / "clauses" / f"{code}.yaml": _SKELETON / "clauses.yaml.txt",
    }
    there = next((place for place in places if place.exists()), None)
    if there is not None:
        raise BadInput(
            f"there is a provision {code!r} already ({there.relative_to(project)}); choose another code"
        )
    called = {entry.title.casefold(): entry.code for entry in load_template(template).provisions}
    if title.strip().casefold() in called:
        raise BadInput(f"{called[title.strip().casefold()]} has this title already; choose another title")
    words = {
        "code": code,
        "words": code.replace("_", " "),
        "slug": code.replace("_", "-"),
        "group": "template" if principles else "beyond the template",
        "principles": json.dumps(sorted(set(principles))),
        "title": _quoted(title),
        "explainer": _quoted(explainer),
    }
    for place, skeleton in places.items():
        place.parent.mkdir(exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(Template(skeleton.read_text(encoding="utf-8")).substitute(words))
    return list(places)


def _quoted(words: str) -> str:
    """Some words as one line of YAML."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
