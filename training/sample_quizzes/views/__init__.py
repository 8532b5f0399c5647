"""The pages of sample quizzes: for those who share them, and for anybody with the link."""
