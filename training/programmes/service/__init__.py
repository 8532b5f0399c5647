"""Writing what concerns programmes: cohorts and enrolments, rosters, awards."""
