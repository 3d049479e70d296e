"""Tests of tracker.crawls."""
