"""Draws one chart as PNG or SVG in a process of its own, which ends with it: `picture.py` starts it.

The drawing engine takes about 150 MB, which the server would never free. It is run as a plain file, so it imports
nothing of ours. Reads JSON from standard input: `spec` (Vega-Lite), `form` (png or svg), `scale` (pixels of a PNG
for each of the chart's), or `svg` alone, which becomes a PNG; writes the picture's bytes to standard output.
"""

import json
import sys

import vl_convert


def main() -> None:
    """Read, draw, write; a fault ends the process with a code other than 0."""
    asked = json.load(sys.stdin)
    # No address is allowed for data: a picture is made of the spec alone, nothing is fetched for it.
    if "svg" in asked:
        drawn = vl_convert.svg_to_png(asked["svg"], scale=1)
    elif asked["form"] == "svg":
        drawn = vl_convert.vegalite_to_svg(asked["spec"], allowed_base_urls=[]).encode("utf-8")
    else:
        drawn = vl_convert.vegalite_to_png(asked["spec"], scale=asked["scale"], allowed_base_urls=[])
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
