"""GIFT, Moodle's text format: one question a block, answers in braces.

The rules are those of Moodle's own reader where the documentation leaves a choice; what Moodle reads by accident is
refused by name. GIFT knows no default mark, picture, unit, order, passage with gaps or drawn number.
"""
