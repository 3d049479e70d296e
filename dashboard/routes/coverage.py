"""Coverage: which agreements in force have been read, and which texts are wanted most."""

from dashboard.views.coverage.page import show

show()
