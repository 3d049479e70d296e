"""Briefings and datasets as files."""
