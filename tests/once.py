"""What is costly to make and only looked at or copied is made once, by whichever worker of a run comes first."""

import fcntl
import os
import pickle
from pathlib import Path


def made_once(tmp_path_factory, name, make):
    """Return the folder ``name`` that ``make(folder)`` filled, and what that returned, which must be picklable."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, told = shared / name, shared / f"{name}.told"
    with Path(shared, f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            folder.mkdir()
            told.write_bytes(pickle.dumps(make(folder)))
    return folder, pickle.loads(told.read_bytes())
