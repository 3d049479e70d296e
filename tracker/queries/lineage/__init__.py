"""Lineage: earlier clauses whose words stand in a clause, and later ones in which its words stand."""
