"""Calibrations of an exam's items: candidates from responses or ratings, and which one is in force."""
