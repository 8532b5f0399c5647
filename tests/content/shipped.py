"""The modules and items that ship, read once."""

from functools import cache
from pathlib import Path

from training import sources
from training.bank import files as bank
from training.bank.readings import Known
from training.cli.bank import study_sections
from training.modules import files as modules

BANK = Path(__file__).parents[2] / "question_bank"
MODULES = modules.read(modules.FOLDER, sources.register()).modules
SECTIONS = [(module, section) for module in MODULES for section in module.sections]


@cache
def items():
    """Return the items of the bank."""
    known = Known(sources=sources.register(), sections=study_sections())
    return tuple(found.item for found in bank.read(BANK, known).found)
