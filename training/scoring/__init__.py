"""The scoring service: marks, results and decisions from a paper and responses; it asks nobody else."""
