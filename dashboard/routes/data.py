"""Data: coverage, freshness, and the results of the last crawls and nights."""

from dashboard.views.data.page import show

show()
