"""Items for the tests of the bank, in few words."""

import pickle
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.places import beginning
from training import db as database
from training import items, sources
from training.bank import checklist, files
from training.bank.files import read_contents
from training.bank.formats import WRITERS, Entry
from training.bank.queries import comparing, stock, versions
from training.bank.readings import Known
from training.bank.service import carrying, reviewing, writing
from training.core.domains import Need

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title><path d="M0 0h9"/></svg>'
FIGURES = {f"figures/{name}.svg": SVG.format(name).encode() for name in ("chest", "film")}


def known():
    return comparing.known(sources.register(), None)


def text_of(*drafts):
    return WRITERS[".toml"]([Entry(draft) for draft in drafts]).encode()


_read = {}


def reading(*drafts, figures=FIGURES):
    """Return what files holding these drafts would be read as; the same drafts are read once in a run of tests."""
    given = known()
    about = pickle.dumps((drafts, figures, given))
    if about not in _read:
        _read[about] = pickle.dumps(read_contents({"safety/sample.toml": text_of(*drafts), **figures}, given))
    return pickle.loads(_read[about])


@beginning
def load(*drafts):
    """Load drafts as the command does, commit, and return what happened."""
    given = reading(*(drafts or samples.drafts()))
    with database.commit_command():
        return carrying.load(given, by=None, now=NOON)


def act(function, *arguments, by, **options):
    """Do one act of the service as somebody, in a transaction of its own."""
    with database.commit_command():
        return function(*arguments, by=identity(by), now=NOON, **options)


@beginning
def saved(draft, *, by="ines", base=None):
    return act(writing.save, draft, by=by, base=base)


@beginning
def approved(version, *, by=("rhea", "ivo")):
    """Take a draft to approved and return its hash."""
    row = versions.version_of(version)
    if row.state == "draft":
        act(reviewing.submit, version, by="ines")
    for reviewer in by[: reviewing.needed(row)]:
        item, _order = stock.as_reviewed(version, identity(reviewer))
        act(reviewing.answer_for_review, version, item.key, by=reviewer)
        approve(version, by=reviewer)
    return version


@beginning
def approve(version, *, by, words=""):
    """Approve a version with the whole checklist ticked and return how many approvals it still needs."""
    return act(reviewing.approve, version, opinion(version, words=words), by=by)


def opinion(version, words=""):
    """Return what a reviewer says who agrees to every point."""
    return reviewing.Opinion(checklist.all_ticked(critical=versions.version_of(version).critical), words)


def approving(draft, *, without=()):
    """Return what the page of a review posts to approve an item, some points of the checklist not ticked."""
    critical = items.kept(draft).critical
    points = [point.id for point in checklist.points(checklist.NOW, critical=critical)]
    ticked = [point for point in points if point not in without]
    return {"verdict": "approve", "checklist": str(checklist.NOW), "ticked": ticked}


@beginning
def signed(version):
    """Take a draft to signed and return its hash."""
    act(reviewing.sign, [approved(version)], by="lena", confirmed={version: tuple(Need)})
    return version


def zipped(contents, *, compressed=False):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED if compressed else ZIP_STORED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


__all__ = ["Known", "files"]
