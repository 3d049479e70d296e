"""Makes `world.json` from the files of world-atlas: `python dashboard/geo/build.py FOLDER_OF_WORLD_ATLAS`.

Run by hand to update the borders (npm package world-atlas 2.0.2, which is Natural Earth 4.1.0 as TopoJSON; the folder
has countries-110m.json and countries-10m.json). It is not used at run time.

`world.json` has

- `topology`: TopoJSON, object `countries`, geometries with ISO 3166 alpha-3 `id` (areas without an ISO code have none);
- `places`: [longitude, latitude] in degrees of every country and territory that is too small for its shape to be
  visible, or that has no shape at 1:110m. A place is the middle of the largest island or part at 1:10m, which is not
  always where the capital is.
"""

import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

SMALL_KM2 = 30_000
"""Countries below this area are under 2 pixels wide on a phone and get a dot as well (Belgium has 30,528 km²)."""

EARTH_KM = 6371.0
"""Mean radius of the Earth in km (IUGG)."""

LEFT_OUT = frozenset({"ATA"})
"""Left out: Antarctica is party to no agreement and takes a tenth of the map."""

NAMED = {"Kosovo": "XKX", "Indian Ocean Ter.": "CXR"}
"""Areas without an ISO number that the tracker has a code for; Christmas Island is the larger of its territory."""

WITHIN_OTHERS = {
    "BES": ("NLD", (-68.27, 12.18)),
    "BVT": ("NOR", (3.4, -54.42)),
    "CCK": ("CXR", (96.84, -12.17)),
    "GLP": ("FRA", (-61.5, 16.2)),
    "GUF": ("FRA", (-53.1, 3.9)),
    "MTQ": ("FRA", (-61.0, 14.65)),
    "MYT": ("FRA", (45.15, -12.83)),
    "REU": ("FRA", (55.53, -21.13)),
    "SJM": ("NOR", (16.0, 78.6)),
    "TKL": ("NZL", (-171.8, -9.2)),
}
"""Territories whose shapes belong to another country's: the part nearest to this point is theirs."""

Ring = list[tuple[float, float]]


def main(folder: Path, target: Path) -> None:
    """Write `target` from the two files in `folder`."""
    coarse = json.loads((folder / "countries-110m.json").read_text(encoding="utf-8"))
    fine = json.loads((folder / "countries-10m.json").read_text(encoding="utf-8"))
    geometries = [
        {
            **({"id": iso3} if (iso3 := code_of(geometry)) else {}),
            "type": geometry["type"],
            "arcs": geometry["arcs"],
        }
        for geometry in coarse["objects"]["countries"]["geometries"]
        if code_of(geometry) not in LEFT_OUT
    ]
    drawn = {geometry.get("id") for geometry in geometries}
    topology = {
        "type": "Topology",
        "transform": coarse["transform"],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": coarse["arcs"],
    }
    places = {
        code: place for code, (place, km2) in _places(fine).items() if code not in drawn or km2 < SMALL_KM2
    }
    places = {code: places[code] for code in sorted(places) if code not in LEFT_OUT}
    target.write_text(
        json.dumps({"topology": topology, "places": places}, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(f"{len(geometries)} shapes, {len(places)} places, {target.stat().st_size:,} bytes")


def code_of(geometry: dict[str, Any]) -> str | None:
    """The alpha-3 code of a geometry with an ISO number, or with a known name."""
    found = pycountry.countries.get(numeric=geometry.get("id", ""))
    return found.alpha_3 if found else NAMED.get(geometry["properties"]["name"])


def _places(topology: dict[str, Any]) -> dict[str, tuple[list[float], float]]:
    """By code: the middle of the largest part, and the whole area in km²."""
    arcs = _arcs(topology)
    rings: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry)
        if code:
            rings.setdefault(code, []).extend(_outer_rings(geometry, arcs))
    found = {}
    for code, parts in rings.items():
        found[code] = (_middle(max(parts, key=_km2)), sum(map(_km2, parts)))
    for code, (owner, (lon, lat)) in WITHIN_OTHERS.items():
        part = min(rings[owner], key=lambda ring: math.dist(_middle(ring), (lon, lat)))
        found.setdefault(code, (_middle(part), _km2(part)))
    return found


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        decoded.append(line)
    return decoded


def _outer_rings(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring: Ring = []
        for index in polygon[0]:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring += line if not ring else line[1:]
        yield _unwrapped(ring)


def _unwrapped(ring: Ring) -> Ring:
    """The ring without the jump from 180° to -180° (Fiji): longitudes continue beyond 180° instead."""
    last, plain = ring[0][0], []
    for lon, lat in ring:
        last = lon + 360 * round((last - lon) / 360)
        plain.append((last, lat))
    return plain


def _km2(ring: Ring) -> float:
    """Area on the sphere (Chamberlain and Duquette 2007, "Some algorithms for polygons on a sphere", eq. 3)."""
    total = 0.0
    for (lon_1, lat_1), (lon_2, lat_2) in pairwise(ring):
        total += math.radians(lon_2 - lon_1) * (
            2 + math.sin(math.radians(lat_1)) + math.sin(math.radians(lat_2))
        )
    return abs(total) * EARTH_KM**2 / 2


def _middle(ring: Ring) -> list[float]:
    """Centre of area in degrees, good enough for the small parts this is used for."""
    (first_lon, first_lat) = ring[0]
    doubled = lon = lat = 0.0
    for (x_1, y_1), (x_2, y_2) in pairwise(ring):
        x_1, y_1, x_2, y_2 = x_1 - first_lon, y_1 - first_lat, x_2 - first_lon, y_2 - first_lat
        cross = x_1 * y_2 - x_2 * y_1
        doubled, lon, lat = doubled + cross, lon + (x_1 + x_2) * cross, lat + (y_1 + y_2) * cross
    middle = first_lon + lon / (3 * doubled) if doubled else first_lon
    return [
        round((middle + 180) % 360 - 180, 2),
        round(first_lat + lat / (3 * doubled) if doubled else first_lat, 2),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("world.json"))
