"""Statistics of items and of papers: arrays in, values out; numpy and scipy, no framework and no database."""
