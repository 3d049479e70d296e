"""Country: what binds one country, by which article, toward whom, since when."""

from dashboard.views.country.page import show

show()
