"""Item kinds, one folder each. Add a folder, then one line here."""
