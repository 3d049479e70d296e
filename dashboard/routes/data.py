"""Data: coverage, freshness, and what the last crawls and nights brought."""

from dashboard.views.data.page import show

show()
