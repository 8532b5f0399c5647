"""Learning modules: reading, checkpoints, study time."""
