"""Practice: from the practice pool only, one question at a time, why at once, the wrong ones again."""
