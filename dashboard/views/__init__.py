"""The contents of the pages, one folder each: which queries they make, and in which order they show the results."""
