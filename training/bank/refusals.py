"""Why the bank refuses an act."""

from collections.abc import Sequence

from training.core.differences import Change
from training.core.drafts import Fault
from training.reviews.refusals import ReviewError


class BankError(Exception):
    """The bank refuses an act; the text says why and what to do."""


class CodeTaken(BankError):
    """Another item has this code."""


class EditedMeanwhile(BankError):
    """Somebody saved a newer version; ``newest`` is its hash."""

    def __init__(self, newest: str) -> None:
        super().__init__("Somebody saved a newer version of this item while you were writing.")
        self.newest = newest


class CaseFull(BankError):
    """As many items share a case as may."""


class CaseShared(BankError):
    """Other items share a case whose words change, and the author was not shown all of them as they are now."""

    def __init__(self, case: str, codes: tuple[str, ...]) -> None:
        others = f"{len(codes)} other items share" if len(codes) > 1 else "Another item shares"
        super().__init__(
            f"{others} the case {case}, and would get its new words as a draft: {', '.join(codes)}. "
            "Save again if that is right; or give the case of this item a name of its own."
        )
        self.codes = codes


class AlreadyThere(BankError):
    """These very words are a version that is in review or in use."""


class WrongState(BankError):
    """The version is not where this act needs it to be."""


class OwnItem(BankError):
    """Whoever wrote at an item neither reviews, approves nor signs it."""


class NotConfirmed(BankError):
    """The signature under an item lacks a confirmation that the item asks for."""


class SawKey(BankError):
    """Who looked at a version's key before answering it does not review that version."""


class NotAnswered(BankError):
    """A reviewer answers the item before seeing its key, and before approving it."""


class AlreadyApproved(BankError):
    """The same person approved this version before."""


class NotReady(BankError):
    """The linter finds errors, which block review."""


class NotChecked(BankError):
    """Points of the checklist are neither ticked nor noted; ``open_points`` says each in a sentence."""

    def __init__(self, open_points: tuple[str, ...]) -> None:
        super().__init__(" ".join(open_points))
        self.open_points = open_points


class OpenComments(BankError):
    """Whoever approves still has comments that nobody resolved."""

    def __init__(self, number: int) -> None:
        comments = "A comment of yours is" if number == 1 else f"{number} comments of yours are"
        super().__init__(f"{comments} not resolved. Resolve what is settled, or tick that you approve all the same.")


class NeedsReason(BankError):
    """The act needs a reason, since it is read later."""


class NeverCosmetic(BankError):
    """An edit changed what no cosmetic edit does; ``changes`` says what, all of it."""

    def __init__(self, changes: Sequence[Change]) -> None:
        listed = ", ".join(change.label for change in changes)
        super().__init__(f"These are two different questions, whose answers are not counted together: {listed}.")
        self.changes = tuple(changes)


class CannotRetire(BankError):
    """An item is not retired like this; ``faults`` says why, all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(f"{fault.message} {fault.remedy}".strip() for fault in faults))
        self.faults = faults


class Unclear(BankError):
    """Something is missing or wrong in what was typed; ``faults`` says what, all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


class ChangedMeanwhile(BankError):
    """Items changed since a change of many was shown; ``codes`` names them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__("Nothing was changed: somebody changed these items meanwhile: " + ", ".join(codes) + ".")
        self.codes = codes


class FigureTaken(BankError):
    """Another file has this name."""


class Unfinished(BankError):
    """The item still lacks something; ``faults`` says what, all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        listed = "; ".join(f"{fault.field} {fault.message}" for fault in faults)
        super().__init__(f"This draft is not finished: {listed}.")
        self.faults = faults


class LeftOut(BankError):
    """Some items would be left out, and nobody agreed to it."""


class BankMoved(BankError):
    """The bank changed since an import was shown, so applying it would do something else."""


REFUSED = (BankError, ReviewError)
"""What an act of review may end with: a refusal of the bank's own, or one of every review."""
