"""Formats of the bank, one module each: a format knows text, never kinds. Add a module, then its line here.

``READERS`` and ``WRITERS`` are the bank's own format, by suffix: its drafts are whole items. Those of the other
``FORMATS`` lack what only this bank knows; `training.bank.adoption` fills that in. What reads Word and Excel is
imported when a file of theirs is met, for their libraries took a tenth of every start.
"""

from collections.abc import Callable, Mapping, Sequence

from training.bank.formats import aiken, lines, toml
from training.bank.formats import cloze_text as cloze
from training.bank.formats import missing_word as missing
from training.bank.formats.archives import is_archive
from training.bank.formats.cartridge import packages as cartridge
from training.bank.formats.cartridge import writing as cartridge_writing
from training.bank.formats.entries import Content, Entry
from training.bank.formats.gift import blocks, reading, writing
from training.bank.formats.moodle import pieces
from training.bank.formats.moodle import reading as moodle_reading
from training.bank.formats.moodle import writing as moodle_writing
from training.bank.formats.qti import packages
from training.bank.formats.qti import writing as package
from training.bank.formats.registry import Format, on_demand
from training.bank.formats.sheet import csv_file

Read = Callable[[str], Content]
Write = Callable[[Sequence[Entry]], str]

READERS: Mapping[str, Read] = {
    ".toml": toml.read,
}
WRITERS: Mapping[str, Write] = {
    ".toml": toml.write,
}
FORMATS: tuple[Format, ...] = (
    Format("aiken", "Aiken", (".aiken", ".txt"), aiken.read, aiken.write, aiken.recognises, lines.mend),
    Format(
        "cloze", "Cloze text", (".cloze.zip", ".cloze", ".txt"), cloze.read, cloze.write, cloze.recognises, lines.mend
    ),
    Format(
        "common-cartridge",
        "Common Cartridge",
        (".imscc", ".zip", ".xml", ".qti", ".dat"),
        cartridge.read,
        cartridge_writing.write,
        cartridge.recognises,
        cartridge.mend,
    ),
    Format("csv", "CSV table", (".csv", ".tsv"), csv_file.read, csv_file.write, csv_file.recognises, csv_file.mend),
    Format(
        "docx",
        "Word document",
        (".docx",),
        on_demand("word.reading", "read"),
        on_demand("word.writing", "write"),
        is_archive,
        on_demand("word.writing", "mend"),
    ),
    Format("gift", "GIFT", (".gift", ".txt"), reading.read, writing.write, blocks.recognises, blocks.mend),
    Format(
        "missing-word",
        "Missing word",
        (".missing", ".txt"),
        missing.read,
        missing.write,
        missing.recognises,
        lines.mend,
    ),
    Format(
        "moodle-xml",
        "Moodle XML",
        (".xml",),
        moodle_reading.read,
        moodle_writing.write,
        pieces.recognises,
        pieces.mend,
    ),
    Format(
        "qti",
        "QTI",
        (".qti.zip", ".zip", ".imscc", ".xml"),
        packages.read,
        package.write,
        packages.recognises,
        packages.mend,
    ),
    Format(
        "xlsx",
        "Excel table",
        (".xlsx",),
        on_demand("sheet.xlsx_file", "read"),
        on_demand("sheet.xlsx_file", "write"),
        is_archive,
        on_demand("sheet.xlsx_file", "mend"),
    ),
)

__all__ = ["FORMATS", "READERS", "WRITERS", "Content", "Entry", "Format", "chosen", "named"]


def named(name: str) -> Format | None:
    """Return the foreign format with this name, None for an unknown one."""
    return next((each for each in FORMATS if each.name == name), None)


def chosen(file: str, content: bytes) -> Format | None:
    """Return the foreign format of a file by its suffix, and by what it holds where several share the suffix."""
    fitting = [each for each in FORMATS if file.lower().endswith(each.suffixes)]
    return next((each for each in fitting if each.recognises(content)), None)
