"""Certificates: frozen facts, formats, status, the public check."""
