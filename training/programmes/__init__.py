"""What a certificate requires, cohorts and enrolments, progress, awards."""
