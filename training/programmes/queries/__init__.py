"""Reading programmes: cohorts and places, who may be awarded, what a roster would do."""
