"""The life of items.

A version never changes; what changes is its state, by a conditional UPDATE that finds it where it was thought to be.
Nobody reviews, approves or signs what they wrote at.
"""
