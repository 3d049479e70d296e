"""Tests of tracker.evaluation."""
