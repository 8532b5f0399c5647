"""The sections of the shipped modules, which items name for reading again."""

from collections.abc import Mapping

from training.modules import files


def study_sections() -> Mapping[str, tuple[str, ...]]:
    """Return the sections of the shipped modules by module; the modules are not examined, which takes far longer."""
    return {folder.path.name: folder.sections for folder in files.folders(files.FOLDER)}
