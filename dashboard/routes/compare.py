"""Address of the Compare page."""

from dashboard.views.compare import show

show()
