"""Pages of accounts, one module a group of pages."""
