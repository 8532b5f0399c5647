"""Commands of ``training``, each a process of its own, forked from one that has read the program and done nothing else.

Reading the program takes longer than most commands do. Such a process has no connection, thread or lock of the one
that asks for it, and ends, fails and is killed as one that was started by hand.
"""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from training.cli.main import main

_context = get_context("forkserver")
_context.set_forkserver_preload([__name__])


def start(act: Callable[..., object], *given: object, environment: Mapping[str, str], said: Path) -> BaseProcess:
    """Start a process that does ``act(*given)``, a function of a module, with these settings and no others.

    What it says on stdout is in ``said``, and what it says on stderr in the file beside it that ends in ``.err``.
    """
    process = _context.Process(target=_do, args=(act, given, dict(environment), said), daemon=True)
    process.start()
    return process


def command(*arguments: str, environment: Mapping[str, str], said: Path) -> BaseProcess:
    """Start ``training …``, see `start`."""
    return start(_training, *arguments, environment=environment, said=said)


def _training(*arguments: str) -> None:
    main(list(arguments), prog_name="training")


def _do(act: Callable[..., object], given: tuple[object, ...], environment: dict[str, str], said: Path) -> None:
    for name in [name for name in os.environ if name.startswith("NEEDLEWISE_")]:
        del os.environ[name]
    os.environ.update(environment)
    for stream, file in ((sys.stdout, said), (sys.stderr, said.with_suffix(".err"))):
        with file.open("wb") as opened:
            os.dup2(opened.fileno(), stream.fileno())
    act(*given)
