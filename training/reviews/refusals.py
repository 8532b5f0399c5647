"""What reviews refuse, and why: each message says what to do."""


class ReviewError(Exception):
    """An act of review that cannot be done; the text says why and what to do."""


class WrongReviewer(ReviewError):
    """Somebody who is asked to review a version may not: they wrote at it, or lack the role."""


class NotYourRequest(ReviewError):
    """Authors, whoever asked, and clinical leads change a request for review; nobody else."""


class RequestChanged(ReviewError):
    """Somebody changed the request for review since it was shown."""


class NotAsked(ReviewError):
    """Nobody asked for a review of this version."""


class NotYours(ReviewError):
    """Who wrote at something or made a comment says that it is settled; nobody else."""


class NoSuchPart(ReviewError):
    """The version has no such part to comment on."""


class NeedsWords(ReviewError):
    """The act needs words, since they are read later."""
