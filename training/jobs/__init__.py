"""Long work: the lease table, its worker, the job page."""
