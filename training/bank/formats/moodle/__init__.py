"""Moodle XML, the format in which Moodle gives out whole question banks, pictures included.

The rules are those of Moodle's own reader and of its question types. Texts are written as Markdown, which Moodle
shows, so that they come back as they were; only passages with gaps are HTML.
"""
