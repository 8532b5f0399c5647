"""Sample quizzes: practice items that an instructor shares by a link with anybody."""
