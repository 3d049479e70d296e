"""Tests of the read-only queries."""
