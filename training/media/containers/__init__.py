"""What lies in the files of recordings, one format a module: each says what it plays, or why it cannot be played."""
