"""Spread: how a provision travelled from agreement to agreement."""

from dashboard.views.spread.page import show

show()
