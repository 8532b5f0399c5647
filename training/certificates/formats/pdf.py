"""The certificate as a tagged PDF (PDF/A-3a and PDF/UA-1): the same facts, the same bytes, on every machine."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from threading import Lock

import typst

from training.certificates import guilloche, qr
from training.certificates.facts import Exam, Facts, Hours, Module, Observation
from training.core.names import is_text

MEDIA_TYPE = "application/pdf"
SUFFIX = "pdf"

HERE = Path(__file__).parent
FONT_PACKAGES = ("fontpkg_source_serif_4", "fontpkg_amiri", "manimgx_fonts", "noto_cjk_sans_otc")
SCRIPTS = (
    "", "Hebrew", "Devanagari", "Thai", "Armenian", "Bengali", "Ethiopic", "Georgian", "Gujarati",
    "Gurmukhi", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu",
)  # fmt: skip
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_BREAKS = re.compile("[-\\s\u2010\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
"""Where a name may break: spaces, hyphens, and scripts written without spaces."""

_one_at_a_time = Lock()


class Unprintable(Exception):
    """No font has some characters; ``characters`` names them."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__("no font has " + ", ".join(described(character) for character in characters))
        self.characters = characters


class TooLong(Exception):
    """There is more to state than one page holds, however small it is set."""


def write(facts: Facts) -> bytes:
    """Return the PDF. Raises Unprintable for a character no font has, TooLong for a record beyond one page."""
    digest = facts.digest()
    page = _page(facts, digest)
    refused = missing("".join(sorted(set(_words(page)))))
    if refused:
        raise Unprintable(refused)
    inputs = {
        "page": json.dumps(page),
        "facts": facts.canonical().decode(),
        "pattern": guilloche.svg(digest, inks=("#0c6161", "#884512"), width=1.8),
        "ground": guilloche.svg(digest, inks=("#e7efed", "#f5ece1"), width=1.2),
        "qr": qr.svg(facts.check_url, ink="#1f2a2e"),
    }
    try:
        return _compile("certificate.typ", inputs, datetime.combine(facts.issued_on, time(12), UTC))
    except typst.TypstError as error:
        if "does not fit" not in str(error):
            raise
        raise TooLong("the record does not fit on one page") from error


def described(character: str) -> str:
    r"""Return a character as a person may look it up: itself when it shows, its number, its name.

    >>> described("\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    shown = f"{character} " if is_text(character) else ""
    return f"{shown}U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def missing(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that cannot be printed, each once, in order.

    No font has them, or they are no text: controls, overrides of direction. The compiler that prints certificates
    is asked, so the answer is what will happen. It is asked about each character apart as well, since it lets a
    missing letter pass that carries a mark. What it printed in the same fonts before it is not asked again.
    """
    characters = tuple(dict.fromkeys(text))
    shown = tuple(character for character in characters if is_text(character))
    refused = set(characters) - set(shown)
    fonts = _fonts(text)
    printed = _printed(tuple(fonts))
    unknown = [character for character in shown if character not in printed]
    if _prints("\n\n".join(unknown), fonts):
        printed.update(unknown)
    else:
        refused |= {character for character in unknown if not _prints(character, _fonts(character))}
    return tuple(character for character in characters if character in refused)


@cache
def _printed(_fonts: tuple[str, ...]) -> set[str]:
    """Return the characters that this process saw printed in these fonts; the caller adds to it."""
    return set()


def _prints(text: str, fonts: list[str]) -> bool:
    if not text:
        return True
    try:
        _compile("name.typ", {"name": text, "fonts": json.dumps(fonts)}, datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        return False
    return True


def _compile(template: str, inputs: dict[str, str], timestamp: datetime) -> bytes:
    """Return the PDF of a template. A compiler works on one document at a time, so threads take turns."""
    with _one_at_a_time:
        compiled = _compiler(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=int(timestamp.timestamp())
        )
    assert isinstance(compiled, bytes)
    return compiled


@cache
def _compiler(template: str) -> typst.Compiler:
    """Return this process's compiler of a template, kept because it costs more than a certificate.

    It knows the installed font packages alone: neither the system's fonts nor those inside typst.
    """
    return typst.Compiler(HERE / template, root=HERE, font_paths=_installed_fonts())


@cache
def _installed_fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files(package)) for package in FONT_PACKAGES],
    )


def _fonts(name: str) -> list[str]:
    """Return the font families in the order they are tried; Han follows the other letters of the name."""
    region = "JP" if _KANA.search(name) else "KR" if _HANGUL.search(name) else "SC"
    return [
        "Source Serif 4",
        "Amiri",
        *(f"Noto Sans {script}".strip() for script in SCRIPTS),
        f"Noto Sans CJK {region}",
    ]


def _page(facts: Facts, digest: str) -> dict[str, object]:
    """Return the words of the page."""
    first, _, second = facts.title.partition(": ")
    return {
        "title": facts.title,
        "title_first": f"{first}:",
        "title_second": second,
        "holder": facts.holder,
        "longest": max(_BREAKS.split(facts.holder), key=len),
        "rtl": _is_right_to_left(facts.holder),
        "fonts": _fonts(facts.holder),
        "institution": facts.institution,
        "programme": facts.programme_title,
        "programme_code": facts.programme_code,
        "number": facts.number,
        "url": facts.check_url,
        "address": facts.check_address,
        "digest": digest,
        "issued": [facts.issued_on.year, facts.issued_on.month, facts.issued_on.day],
        "awarded": f"Awarded on {day(facts.awarded_on)}.",
        "valid": _validity(facts),
        "replaces": _replacement(facts),
        "rows": [_module_row(module) for module in facts.modules] + [_exam_row(facts.exam)],
        "notes": _notes(facts),
        "observed": [statement(observation) for observation in facts.observed],
        "hours": ", ".join(hours(each) for each in facts.hours),
        "limits": facts.limits,
        "demo": facts.demo,
        "simulated": facts.simulated,
    }


def day(value: date) -> str:
    """Return ``3 March 2027``."""
    return f"{value.day} {value:%B %Y}"


def statement(seen: Observation) -> str:
    """Return an observation as the statement of whoever saw it."""
    if seen.first_on == seen.last_on:
        when = f"on {day(seen.first_on)}"
    else:
        when = f"from {day(seen.first_on)} to {day(seen.last_on)}"
    seen_by = f"seen {when} at {seen.where}, by the checklist “{seen.checklist}”"
    return f"{seen.by} ({seen.role}) states: {seen.what}; {seen_by}."


def hours(each: Hours) -> str:
    """Return contact time of one kind: ``supervised practice 10 h``."""
    whole, rest = divmod(each.minutes, 60)
    return f"{each.kind} {whole} h {rest} min" if rest else f"{each.kind} {whole} h"


def _words(value: object) -> str:
    """Return all text of the page, wherever it stands."""
    if isinstance(value, dict):
        return "".join(_words(inner) for inner in value.values())
    if isinstance(value, list):
        return "".join(_words(inner) for inner in value)
    return value if isinstance(value, str) else ""


def _validity(facts: Facts) -> str:
    if facts.valid_until is None:
        return "It has no last day."
    return f"Valid until the end of {day(facts.valid_until)} ({facts.zone})."


def _replacement(facts: Facts) -> str:
    if facts.replaces is None:
        return ""
    reason = facts.replaces.reason.lower()
    return f"Issued on {day(facts.issued_on)} in place of certificate {facts.replaces.number} ({reason})."


def _module_row(module: Module) -> list[str]:
    title = f"{module.title} *" if module.awaits_review else module.title
    return [title, module.version, day(module.completed_on)]


def _exam_row(exam: Exam) -> list[str]:
    return [f"Written exam: {exam.title}, passed", exam.version, day(exam.passed_on)]


def _notes(facts: Facts) -> list[str]:
    standard = (
        f"Standard of the written exam: {facts.exam.standard}{', provisional' if facts.exam.provisional else ''}."
    )
    reviewed = "* This module awaited clinical review when it was studied."
    return [standard, reviewed] if any(module.awaits_review for module in facts.modules) else [standard]


def _is_right_to_left(text: str) -> bool:
    """Return the direction of the first letter that has one."""
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind, _ in groupby(strong) if kind in {"L", "R", "AL"}), "L")
    return first != "L"
