"""Tests of tracker.matching."""
