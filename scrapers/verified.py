"""When a source was last compared with its live site: facts that only `tracker sources take-note` writes.

They stand in `verified.json` beside the entries, each with the spider it was true of: a spider that was changed since
is unverified again.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from tracker.errors import BadInput

FILE = "verified.json"
SPIDERS = Path(__file__).with_name("sites")


class Verified(BaseModel):
    """That a source's spider fitted its live site on a day; `pages` are the addresses that were looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    spider: str
    pages: tuple[str, ...]


_FACTS = TypeAdapter(dict[str, Verified])


def spider_digest(key: str) -> str:
    """SHA-256 of a spider's module; "" where there is none."""
    file = SPIDERS / f"{key}.py"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def read_verified(folder: Path) -> dict[str, Verified]:
    """What is stored of the sources in a folder of entries. Raises BadInput where the file is broken."""
    file = folder / FILE
    if not file.exists():
        return {}
    try:
        return _FACTS.validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise BadInput(
            f"{file}: cannot be read ({_first(error)}); restore it, it is not for editing"
        ) from None


def verified_days(folder: Path) -> dict[str, date]:
    """The days that still hold: those of spiders that were not changed since."""
    return {key: fact.day for key, fact in read_verified(folder).items() if fact.spider == spider_digest(key)}


def write_verified(folder: Path, facts: dict[str, Verified]) -> Path:
    """Store the facts, replacing the file only when it is written in full. Raises BadInput where it cannot be."""
    file = folder / FILE
    plain = {key: fact.model_dump(mode="json") for key, fact in sorted(facts.items())}
    unfinished = file.with_suffix(".new")
    try:
        unfinished.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise BadInput(f"{file}: cannot be written ({error.strerror or error})") from None
    return file


def _first(error: OSError | ValidationError) -> str:
    return error.errors()[0]["msg"] if isinstance(error, ValidationError) else (error.strerror or str(error))
