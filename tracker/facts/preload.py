"""Imported once by the server that match workers are forked from: all patterns are compiled before the first fork."""

from tracker.facts.versions import shared_matcher

shared_matcher().preload("en")
