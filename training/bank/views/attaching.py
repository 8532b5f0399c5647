"""Files that the editor takes: pictures, a recording and its captions, stored at once and named in the form."""

from contextlib import closing
from datetime import datetime

from flask import request
from werkzeug.datastructures import FileStorage

from training.bank import attachments, pictures
from training.bank.attachments import RECORDINGS, Unfit
from training.bank.forms.item import ItemForm
from training.bank.queries import gallery
from training.bank.readings import Picture, Problem
from training.bank.refusals import FigureTaken
from training.bank.service import writing
from training.core.recordings import CAPTIONS

PICTURES = tuple(pictures.TYPES)
PLACES = (
    ("recording_file", "stimulus_recording", RECORDINGS),
    ("captions_file", "stimulus_captions", (CAPTIONS,)),
    ("stimulus_figure_file", "stimulus_figure", PICTURES),
    ("figure_file", "figure", PICTURES),
)
"""The field of a file, the field that takes its name, and what it may end in; not every form has each of them."""


def received(given: FileStorage) -> Picture:
    """Return an uploaded file. Raises Unfit; of one that is too large no more is read than shows it."""
    return attachments.attachment(given.filename or "", given.read(attachments.LARGEST + 1))


def sentences(given: FileStorage, error: Unfit) -> list[str]:
    """Say all that is wrong with an uploaded file."""
    name = given.filename or ""
    return [str(Problem(name, fault.message, fault.remedy, fault.line)) for fault in error.faults]


def attach(form: ItemForm, where: str, *, by: int, now: datetime) -> bool:
    """Store the files that were chosen and name them in the form; return whether all could be.

    ``where`` is the field whose button was pressed: it says so when nothing was chosen.
    """
    places = [place for place in PLACES if place[0] in form]
    chosen = [(place, given) for place in places if (given := request.files.get(place[0])) and given.filename]
    if not chosen:
        named = where if where in [file for file, _name, _suffixes in places] else places[0][0]
        form[named].errors = ["Choose a file first."]
    for (file, name, suffixes), given in chosen:
        try:
            if not (given.filename or "").lower().endswith(suffixes):
                form[file].errors = [f"{given.filename}: Choose one that ends in {' or '.join(suffixes)}."]
                continue
            form[name].data = writing.attach(received(given), by=by, now=now)
        except Unfit as error:
            form[file].errors = sentences(given, error)
        except FigureTaken as error:
            form[file].errors = [str(error)]
    return bool(chosen) and not any(form[file].errors for file, _name, _suffixes in places)


def not_added(form: ItemForm) -> bool:
    """Say of a file that was chosen, and is about to be left behind, how it is added."""
    left = [(file, name) for file, _name, _suffixes in PLACES if file in form and (name := request.form.get(file))]
    for file, name in left:
        form[file].errors = [f"{name[:100]} was chosen and not added. Choose it again and press the button below it."]
    return bool(left)


def drop(given: FileStorage, *, by: int, now: datetime) -> tuple[str, list[str]]:
    """Store a picture that was dropped or pasted and return its name; an empty one and why, when it is not kept."""
    if not (given.filename or "").lower().endswith(PICTURES):
        return "", [f"{given.filename}: Drop a picture: SVG, PNG, JPEG or WebP."]
    try:
        with closing(given):
            return writing.attach(received(given), by=by, now=now), []
    except Unfit as error:
        return "", sentences(given, error)


def held() -> dict[str, list[str]]:
    """Return the names of the recordings and captions of the bank, to choose from."""
    names = sorted(gallery.figure_digests())
    return {
        "recordings": [name for name in names if name.lower().endswith(RECORDINGS)],
        "captions": [name for name in names if name.lower().endswith(CAPTIONS)],
    }
