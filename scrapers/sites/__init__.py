"""The spiders, one file a source; each file is named after the source's key."""
