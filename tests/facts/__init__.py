"""Tests of tracker.facts."""
