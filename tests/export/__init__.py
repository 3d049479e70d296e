"""Tests of tracker.export."""
