"""Garbage is looked for less often: a start and a request make many objects and few cycles, and looking took a fifth.

Importing this module is what does it; whatever starts a process imports it before the rest.
"""

import gc

gc.set_threshold(100_000, 20, 100)
