"""The rules, with the standard library only: items, drawing, timing, scoring, awards, roles."""
