"""Items and their versions: files, the editor, review, import and export."""
