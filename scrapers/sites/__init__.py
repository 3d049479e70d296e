"""The spiders, one file per source; each file is named after the source's key."""
