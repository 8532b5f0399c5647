"""Moodle's "Embedded answers (Cloze)" text: a whole file is one passage with gaps such as ``{1:SHORTANSWER:=rib}``.

Several passages are a zip of such files, whose names are their ids; that is what is written.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from training.bank.formats import embedded, identity, shapes
from training.bank.formats.archives import is_archive, opened
from training.bank.formats.decoding import decoded, glimpse
from training.bank.formats.entries import Content, Entry, LineFault, Written
from training.bank.formats.markup import literal, to_html, to_plain
from training.core.drafts import Draft

NAME = "cloze"
EARLIEST = (1980, 1, 1, 0, 0, 0)


def read(content: bytes) -> Content:
    """Return the passage of a file, or those of a zip of files, and everything that cannot be read."""
    if not is_archive(content):
        return _one(content, "")
    members, faults = opened(content)
    found = [_one(text, name.removesuffix(".txt")) for name, text in sorted(members.items()) if name.endswith(".txt")]
    named = [
        LineFault(f"{name}: {fault.message}", fault.remedy, fault.line, "", fault.source)
        for name, each in zip(sorted(name for name in members if name.endswith(".txt")), found, strict=True)
        for fault in each.faults
    ]
    if not found and not faults:
        faults.append(LineFault("holds no text file", "Put one passage into each .txt file."))
    return Content(tuple(entry for each in found for entry in each.entries), (*faults, *named))


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return a zip with one text file for each passage; questions of other kinds are left out."""
    left_out: dict[int, str] = {}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for place, entry in enumerate(entries):
            try:
                text = _text(entry.draft)
            except ValueError as error:
                left_out[place] = str(error)
                continue
            name = (
                f"{place:05d}"
                if "/../" in f"/{identity.id_of(entry.draft, NAME)}/"
                else identity.id_of(entry.draft, NAME)
            )
            archive.writestr(ZipInfo(f"{name}.txt", EARLIEST), text.encode(), ZIP_DEFLATED)
    return Written(buffer.getvalue(), left_out)


def recognises(content: bytes) -> bool:
    """Return whether a text holds an embedded answer; an archive does when its name says so."""
    return is_archive(content) or embedded.has_gaps(glimpse(content))


def _one(content: bytes, name: str) -> Content:
    text = decoded(content)
    if isinstance(text, LineFault):
        return Content(faults=(text,))
    found = embedded.read(text.strip())
    if not found.gaps and not found.faults:
        return Content(faults=(LineFault("holds no gap", "Write one such as {1:SHORTANSWER:=rib}.", 1, "", text),))
    if found.faults:
        remedy = "Write gaps as {1:MULTICHOICE:=right~wrong}, {1:SHORTANSWER:=text} or {1:NUMERICAL:=5:0.1}."
        return Content(faults=tuple(LineFault(words.rstrip("."), remedy, 1, "", text) for words in found.faults))
    title = shapes.name_of(to_plain(found.passage).replace("[[", "_").replace("]]", "_"))
    draft = found.draft() | {"origin": shapes.origin(NAME, own_id=name, name=title)}
    return Content((Entry(draft, 1, lines={"passage": 1}, losses=found.losses, source=text),))


def _text(draft: Draft) -> str:
    if draft.get("kind") != "cloze":
        message = "this format has passages with gaps only"
        raise ValueError(message)
    question = shapes.asked(draft)
    passage = shapes.text(draft, "passage").strip()
    whole = passage if question == shapes.COMPLETE else f"{question}\n\n{passage}"
    plain = to_plain(whole)
    told = plain if literal(plain).replace("\\[\\[", "[[").replace("\\]\\]", "]]") == whole else to_html(whole)
    return embedded.write(told, shapes.tables(draft, "gaps"))
