"""A second opinion on findings: a small linear model of words, trained on the articles coded by hand.

The rules find; the model only says which findings it holds improbable (`uncertain`), and which articles it would look
at again. Pure: from article and findings to findings, like `tracker.matching`.

- `tracker.reviewer.model`: the trained weights and what they say of an article;
- `tracker.reviewer.review`: findings marked as uncertain, and proposals.
"""
