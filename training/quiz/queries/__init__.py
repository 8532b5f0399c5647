"""Reading exams: what there is, where a person stands with one, who passed."""
