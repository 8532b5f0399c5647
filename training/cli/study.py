"""The sections of the shipped modules, which items name for reading again."""

from collections.abc import Mapping

from training import sources
from training.modules import files


def study_sections() -> Mapping[str, tuple[str, ...]]:
    """Return the sections of the shipped modules by module."""
    found = files.read(files.FOLDER, sources.register()).modules
    return {module.code: tuple(section.id for section in module.sections) for module in found}
