"""From drafts to a QTI 2.2 package: a manifest, an item a file, and the pictures the items show."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from training.bank.formats import identity, shapes
from training.bank.formats.entries import Entry, Written
from training.bank.formats.packaged import FIGURES, MANIFEST, put
from training.bank.formats.qti import places
from training.bank.formats.qti.parts import Question, Untold, html, shown
from training.bank.formats.qti.questions import question
from training.bank.formats.qti.reading import NAME, TOOL
from training.core.drafts import Draft
from training.core.texts import FIGURE

SCHEMA = "http://www.imsglobal.org/xsd/imsqti_v2p2"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates/"
GENERAL = "GENERAL"
XSD = "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_ALWAYS = (
    f'<outcomeDeclaration identifier="{GENERAL}" cardinality="single" baseType="identifier"><defaultValue>'
    "<value>general</value></defaultValue></outcomeDeclaration>"
)
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def write(entries: Sequence[Entry], pictures: Mapping[str, bytes]) -> Written:
    """Return a package of drafts, and why some cannot be in it."""
    left_out: dict[int, str] = {}
    resources: list[str] = []
    used: set[str] = set()
    buffer = BytesIO()
    size = places.proportions(pictures)
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for place, entry in enumerate(entries):
            try:
                parts = question(entry.draft, size)
            except Untold as error:
                left_out[place] = str(error)
                continue
            name = _name(identity.id_of(entry.draft, NAME), used)
            file = f"items/{name}.xml"
            figures = [figure for figure in _figures(entry.draft) if figure in pictures]
            put(archive, file, _item(entry.draft, parts, name).encode())
            resources.append(_resource(entry.draft, name, [file, *(FIGURES + figure for figure in figures)]))
        for figure in dict.fromkeys(one for entry in entries for one in _figures(entry.draft) if one in pictures):
            put(archive, FIGURES + figure, pictures[figure])
        put(archive, MANIFEST, _manifest(resources).encode())
    return Written(buffer.getvalue(), left_out)


def _figures(draft: Draft) -> list[str]:
    named = [shapes.text(draft, "figure"), shapes.text(shapes.table(draft, "stimulus"), "figure")]
    return list(dict.fromkeys([*FIGURE.findall(str(draft)), *(name for name in named if name)]))


def _name(own_id: str, used: set[str]) -> str:
    """Return an identifier as QTI allows it, each once."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", own_id)[:80].rstrip(".")
    name = plain if re.match(r"[A-Za-z_]", plain) else f"i_{plain}"
    number = 1
    while name.lower() in used:
        number += 1
        name = f"{name.rpartition('__')[0] or name}__{number}"
    used.add(name.lower())
    return name


def _item(draft: Draft, parts: Question, name: str) -> str:
    feedback = shapes.text(draft, "feedback").strip()
    told = [*parts.told, *([(GENERAL, "general", feedback)] if feedback else [])]
    modal = "\n".join(map(_modal, told))
    person = ' externalScored="human"' if parts.by_person else ""
    root = (
        f'<assessmentItem xmlns="{SCHEMA}" {_XSI} xsi:schemaLocation="{SCHEMA} {XSD}" identifier="{name}" '
        f'title="{shown(identity.name_of(draft))}" label="{shown(identity.id_of(draft, NAME))}" adaptive="false" '
        f'timeDependent="false" toolName="{TOOL}" toolVersion="1">'
    )
    score = (
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"{person}><defaultValue>'
        "<value>0</value></defaultValue></outcomeDeclaration>"
    )
    outcomes = [score, *parts.outcomes, *([_ALWAYS] if feedback else [])]
    body = f"<itemBody>\n{parts.body}\n</itemBody>"
    lines = [_HEAD, root, *parts.responses, *outcomes, body, *_processing(parts), modal, "</assessmentItem>"]
    return "\n".join(line for line in lines if line) + "\n"


def _modal(told: tuple[str, str, str]) -> str:
    outcome, key, text = told
    return (
        f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{key}" showHide="show">{html(text)}</modalFeedback>'
    )


def _processing(parts: Question) -> list[str]:
    if parts.template:
        return [f'<responseProcessing template="{TEMPLATES}{parts.template}"/>']
    rules = "\n".join(parts.rules)
    return [f"<responseProcessing>\n{rules}\n</responseProcessing>"] if rules else []


def _resource(draft: Draft, name: str, files: Sequence[str]) -> str:
    listed = "".join(f'<file href="{file}"/>' for file in files)
    return (
        f'<resource identifier="{name}" type="imsqti_item_xmlv2p2" href="{files[0]}">\n<metadata>{_metadata(draft)}'
        f"</metadata>\n{listed}\n</resource>"
    )


def _metadata(draft: Draft) -> str:
    """Return title, tags and category of an item as learning object metadata."""
    words = "".join(f"<imsmd:keyword>{_string(tag)}</imsmd:keyword>" for tag in identity.tags_of(draft))
    taxons = "".join(
        f"<imsmd:taxon><imsmd:entry>{_string(part)}</imsmd:entry></imsmd:taxon>"
        for part in _parts(identity.category_of(draft))
    )
    path = f"<imsmd:classification><imsmd:taxonPath>{taxons}</imsmd:taxonPath></imsmd:classification>"
    return (
        f"<imsmd:lom><imsmd:general><imsmd:title>{_string(identity.name_of(draft))}</imsmd:title>{words}"
        f"</imsmd:general>{path if taxons else ''}</imsmd:lom>"
    )


def _string(text: str) -> str:
    return f"<imsmd:string>{shown(text)}</imsmd:string>"


def _parts(category: str) -> list[str]:
    """Return the parts of a category; ``//`` in it is a stroke and no end of a part."""
    return [part.replace("\0", "/") for part in category.replace("//", "\0").split("/") if part]


def _manifest(resources: Sequence[str]) -> str:
    listed = "\n".join(resources)
    return (
        f"{_HEAD}\n"
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:imsmd="http://ltsc.ieee.org/xsd/LOM" {_XSI} '
        'identifier="needlewise-bank">\n'
        "<metadata><schema>QTIv2.2 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{listed}\n</resources>\n</manifest>\n"
    )
