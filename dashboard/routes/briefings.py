"""Briefings: two printable pages on a country, and every clause as a spreadsheet."""

from dashboard.views.briefings.page import show

show()
