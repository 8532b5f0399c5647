"""Acts at the same instant, each in a thread and on a connection of its own: what the database has to decide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

PATIENCE = 30  # seconds until a thread no longer waits for one that never came, so that no race hangs the suite


def at_once(app: Flask, *acts: Callable[[], object], refusals: tuple[type[Exception], ...]) -> list[object]:
    """Return what the acts returned, in order; an act that raised one of ``refusals`` gives the exception itself."""
    gate = Barrier(len(acts), timeout=PATIENCE)

    def one(act: Callable[[], object]) -> object:
        with app.app_context():
            gate.wait()
            try:
                return act()
            except refusals as error:
                return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
