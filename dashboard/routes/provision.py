"""Provision: what one rule says, where it came from, and every clause that has it."""

from dashboard.views.provision.page import show

show()
