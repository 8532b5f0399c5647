"""The pages of those who sit an exam, and what their devices talk to."""
