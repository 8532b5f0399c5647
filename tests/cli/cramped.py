"""``training db backup`` on a disk that has room for little more than nothing."""

import resource

from training.cli.main import main

ROOM = 50_000  # bytes of any file


def backup(file):
    """Back up into ``file``."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
    main(["db", "backup", str(file)])
