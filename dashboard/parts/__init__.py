"""The components of the dashboard's pages: state in links, charts, tables, highlighted text, downloads."""
