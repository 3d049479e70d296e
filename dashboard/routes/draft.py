"""Check a draft: a leaked or draft text compared with the template and the corpus; nothing of it is stored."""

from dashboard.views.draft.page import show

show()
