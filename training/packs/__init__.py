"""Jurisdiction packs: what boards ask, as data with sources and days, and a trainee's gap list."""
