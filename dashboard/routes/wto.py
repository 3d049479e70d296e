"""Address of the WTO page."""

from dashboard.views.wto.page import show

show()
