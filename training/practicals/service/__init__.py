"""Writing practical records: drafts, recorded stations, supervised sessions."""
