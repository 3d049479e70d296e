"""Values that a spider stores from one crawl to the next, beside the HTTP cache: a small JSON file per source."""

import json
from pathlib import Path
from typing import Any


class Memory:
    """A mapping from keys to plain values, stored in a file.

    It only saves requests: if the file is lost or broken, everything is requested again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values: dict[str, Any] = _read(path)

    def save(self) -> None:
        """Write the file atomically."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(json.dumps(self.values, sort_keys=True, indent=0), encoding="utf-8")
        unfinished.replace(self._path)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
