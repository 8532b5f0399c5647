"""Pages of practicals: the assessor's and the trainee's."""
