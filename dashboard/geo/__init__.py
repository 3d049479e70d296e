"""Shapes and positions of the world's countries, from a file of the package: nothing is fetched to draw a map.

Source: Natural Earth 4.1.0 (public domain, naturalearthdata.com), as packed by world-atlas 2.0.2 (ISC licence,
Michael Bostock); `build.py` describes how the file was made. Borders are drawn as the source has them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("world.json")


@dataclass(frozen=True)
class World:
    """`topology`: TopoJSON whose geometries have ISO alpha-3 ids; `places`: [longitude, latitude] of small ones."""

    topology: dict[str, Any]
    places: dict[str, tuple[float, float]]

    @property
    def geometries(self) -> list[dict[str, Any]]:
        """The shapes, one per country; some areas without an ISO code have no `id`."""
        found: list[dict[str, Any]] = self.topology["objects"]["countries"]["geometries"]
        return found

    def missing(self, codes: Iterable[str]) -> list[str]:
        """Those of `codes` (ISO alpha-3) that have neither a shape nor a place."""
        shaped = {geometry.get("id") for geometry in self.geometries}
        return [code for code in codes if code not in shaped and code not in self.places]

    def with_properties(self, properties: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """A copy of the topology with each shape's `properties` by code; the shared topology is not changed."""
        geometries = [
            {**geometry, "properties": properties.get(geometry.get("id", ""), {})}
            for geometry in self.geometries
        ]
        return {
            **self.topology,
            "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        }


@cache
def world() -> World:
    """The world of the package. The file is ours, so a broken one is a fault of the program (ValueError)."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return World(data["topology"], {code: (lon, lat) for code, (lon, lat) in data["places"].items()})
