"""Erasing a person from what was written about questions; who wrote a question stays named in it."""

from training.bank.models import Comment, ImportRun, ItemVersion
from training.erasing import Erasing, scrub


def erase(erasing: Erasing) -> None:
    """Take a person's names out of comments, reasons and names of files.

    The author's name of a version stays: it is published with the question, and the version's hash, which papers and
    results rest on, covers it.
    """
    scrub(erasing, Comment.text, ItemVersion.withdrawn_reason, ImportRun.name)
