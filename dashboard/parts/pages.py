"""The pages of the dashboard and their addresses; a new page is one more line here.

Their files are in `routes/`, not in `pages/`: Streamlit runs the files of a folder with that name by itself, without
`app.py`, when the first visitor of a new server opens a link to one of them.
"""

PAGES = {
    "spread": "",
    "provision": "provision",
    "country": "country",
    "agreement": "agreement",
    "compare": "compare",
    "wto": "wto",
    "search": "search",
    "draft": "draft",
    "briefings": "briefings",
    "coverage": "coverage",
    "data": "data",
}
"""Path of each page below the dashboard's own address; the empty one is where visitors arrive."""


def page_path(page: str) -> str:
    """The relative address of a page from any other (all are one level deep). Raises KeyError for an unknown one."""
    return PAGES[page] or "./"
