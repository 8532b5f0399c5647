"""Reading across slices: the audit page, exports. Changes nothing."""
