"""Agreement: article by article, with the evidence marked."""

from dashboard.views.agreement import show

show()
