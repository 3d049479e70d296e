"""Lineage: which clauses have which words in common. A pure comparison, and the job that stores what it finds."""
