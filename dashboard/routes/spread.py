"""Spread: how a provision spread from agreement to agreement."""

from dashboard.views.spread.page import show

show()
