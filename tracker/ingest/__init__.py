"""Storing the texts and facts that readers and spiders deliver."""
