"""Observed assessments and supervised sessions: what only people in a room can give."""
