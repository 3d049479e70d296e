"""Storing what readers and spiders hand over."""
