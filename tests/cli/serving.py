"""``training serve`` as a terminal starts it: the leader of a group of its own."""

import os

from training.cli.main import main


def serve() -> None:
    """Serve from a group of its own."""
    os.setsid()
    main(["serve"])


def serve_in(terminal: str) -> None:
    """Serve and tell a terminal of this name, as below make: make is told when it closes, this process is not."""
    opened = os.open(terminal, os.O_RDWR | os.O_NOCTTY)
    for stream in (1, 2):
        os.dup2(opened, stream)
    os.close(opened)
    serve()
