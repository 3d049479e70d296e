"""What the dashboard's pages are made of: state in links, charts, tables, highlighted text, downloads."""
