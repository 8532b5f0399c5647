"""The modules and items that ship, read once."""

from functools import cache
from pathlib import Path

from training import sources
from training.bank import files as bank
from training.bank.readings import Known
from training.modules import files as modules

BANK = Path(__file__).parents[2] / "question_bank"
READING = modules.read(modules.FOLDER, sources.register())
MODULES = READING.modules
SECTIONS = [(module, section) for module in MODULES for section in module.sections]
KNOWN = Known(
    sources=sources.register(),
    sections={module.code: tuple(section.id for section in module.sections) for module in MODULES},
)
"""What the items that ship may refer to."""


@cache
def reading():
    """Return the bank as the command reads it."""
    return bank.read(BANK, KNOWN)


@cache
def items():
    """Return the items of the bank."""
    return tuple(found.item for found in reading().found)
