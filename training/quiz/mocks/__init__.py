"""Mock exams: the real thing from the practice pool, as often as wanted, with nothing that follows from it."""
