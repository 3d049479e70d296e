"""Tests of tracker.maintenance."""
