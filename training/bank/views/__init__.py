"""The pages of the bank: lists and items, the editor, review and sign-off, import and export."""
