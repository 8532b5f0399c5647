"""Counting statements, as the tests of programmes do."""

from tests.programmes.conftest import statements  # noqa: F401
