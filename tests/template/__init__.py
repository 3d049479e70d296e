"""Tests of tracker.template."""
