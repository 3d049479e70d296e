"""Address of the Compare page."""

from dashboard.views.compare.page import show

show()
