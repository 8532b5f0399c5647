"""Pages of programmes: the trainee's home, cohorts, rosters, awards, the administrator's home."""
