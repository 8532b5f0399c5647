"""Looking into the bank."""
