"""Pages of packs: the administrator's, and a trainee's gap list."""
