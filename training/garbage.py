"""When garbage is looked for: not while a program starts, and seldom after.

A start makes many objects that stand to the end and no garbage; a request makes many and few cycles. Importing this
module stops the looking, and `settle` begins it: whatever starts a process imports this before the rest, and calls
that after it.
"""

import gc

gc.disable()


def settle() -> None:
    """Look for garbage from now on, in what is made from now on.

    What was imported is left out, also at the end, where taking it apart would take as long as a command; and processes
    that are forked share it.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()
