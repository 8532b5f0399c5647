"""The shipped modules: one completed by Tara and signed, one begun, one to read again, the others untouched."""

from dataclasses import replace
from datetime import timedelta

from tests import people
from tests.content.shipped import MODULES
from training.db import begin_write
from training.modules import files, queries, reviewing, service

READ, BEGUN, AGAIN = "trigger-points", "needle-effects", "anatomy-of-danger"


def fill(now):
    tara, lena = people.identity("tara"), people.identity("lena")
    _begin_an_earlier_version(tara, now)
    service.load(files.FOLDER, by=None, now=now)
    first, second, third = (queries.current_version(code) for code in (READ, BEGUN, AGAIN))
    for version in (first, second):
        reviewing.approve(version.id, by=people.identity("ivo"), now=now)
    reviewing.sign(first.id, by=lena, now=now)
    _complete(tara, first.module, now)
    service.open_section(tara, second.module.code, second.module.sections[0].id, now=now)
    for entry in second.module.questions(second.module.sections[0].id):
        service.answer(tara, second.module.code, entry.id, _wrong(entry.item), now=now)
    service.ask_again(tara, third.module.code, third.module.sections[2].id, now)
    return {}


def _begin_an_earlier_version(person, now):
    second = next(module for module in MODULES if module.code == BEGUN)
    begin_write()
    service._make_current(replace(second, summary="An earlier summary."), by=None, now=now)
    service.open_section(person, second.code, second.sections[0].id, now=now)


def _complete(person, module, now):
    for minute in range(5):
        service.study_sign(person, module.code, now=now + timedelta(minutes=minute))
    for section in module.sections:
        service.open_section(person, module.code, section.id, now=now)
    for entry in module.checkpoints:
        service.answer(person, module.code, entry.id, entry.item.key, now=now)


def _wrong(item):
    """Return an answer that can be taken and is not right."""
    wrong = tuple(option.id for option in item.options if not option.correct)
    return wrong[:1] if item.kind == "single_choice" else wrong[:1] + item.key[:1]
