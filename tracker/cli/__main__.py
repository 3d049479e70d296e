"""`python -m tracker.cli`: the command line without the console script."""

from tracker.cli import run

run()
