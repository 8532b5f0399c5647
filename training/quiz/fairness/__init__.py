"""Whether the papers of an exam are equally hard, and what its pool allows."""
