"""The quiz engine: specifications, exams, papers, attempts, events, practice, the exam-day monitor."""
