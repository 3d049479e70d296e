"""Agreement: article by article, with the evidence marked."""

from dashboard.views.agreement.page import show

show()
