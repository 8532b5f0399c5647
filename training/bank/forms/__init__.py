"""The forms of the bank: one module a kind, one registry; what a form holds and a draft are the same thing."""
