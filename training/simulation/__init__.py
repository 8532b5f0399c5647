"""Simulated people who lead the life of a year through the real services, and are marked wherever they stand."""
