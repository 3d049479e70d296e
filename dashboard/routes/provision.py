"""Provision: what one rule says, where it came from, and every clause that carries it."""

from dashboard.views.provision.page import show

show()
