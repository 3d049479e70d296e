"""Address of the WTO page."""

from dashboard.views.wto import show

show()
