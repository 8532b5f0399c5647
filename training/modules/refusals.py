"""What the life of modules refuses, and why: each message says what to do."""

from training.core.drafts import Fault
from training.reviews.refusals import ReviewError


class ModuleError(Exception):
    """An act on a module that cannot be done as things stand; the message says why."""


class WrongState(ModuleError):
    """The version is not in a state in which this can be done."""


class OwnContent(ModuleError):
    """Nobody approves or signs what they wrote or loaded themselves."""


class AlreadyApproved(ModuleError):
    """The same person approved the same version before."""


class AlreadySigned(ModuleError):
    """Somebody signed this version off before."""


class NotCurrent(ModuleError):
    """A newer version took the place of this one; sign that one."""


class NeedsReason(ModuleError):
    """Sending a version back needs words."""


class NotReady(ModuleError):
    """The linter finds errors, or something is missing."""


class EditedMeanwhile(ModuleError):
    """Somebody changed the same part since; ``newest`` is the version that holds their words."""

    def __init__(self, newest: str) -> None:
        super().__init__("Somebody saved this part while you were writing.")
        self.newest = newest


class CodeTaken(ModuleError):
    """Another module has this code."""


class NotWellShaped(ModuleError):
    """A part cannot be kept as it is; ``faults`` says what is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field} {fault.message}" for fault in faults))
        self.faults = faults


REFUSED = (ModuleError, ReviewError)
"""What an act of review may end with: a refusal of modules alone, or one of every review."""
