"""Marking by people: their queue, marks that are only ever added, and the results that follow from them."""
