"""Search: full text over all articles, with filters."""

from dashboard.views.search.page import show

show()
