"""A rate says of what: patients, treatments, needles, practitioners or reports."""

import re

from tests.content.shipped import MODULES, SECTIONS, items
from tests.content.texts import of_item, plain
from tests.modules.test_content import paragraphs

RATE = re.compile(r"\d\s?%|\bper (?:\d|million|thousand)|\b\d+ in \d|\b1 per \d|\bone in \d", re.IGNORECASE)
UNIT = re.compile(
    r"\b(patients?|people|persons?|women|men|adults?|adolescents?|children|students?|panel|experts?|therapists?"
    r"|physiotherapists?|practitioners?|clinicians?|respondents?|responders?|graduates?|trainees?|staff|treatments?"
    r"|sessions?|appointments?|visits?|procedures?|consultations?|needles|insertions?|placements?|palpations?|tries"
    r"|ribs?|hips?|cadavers?|skeletons?|donors?|scans?|measurements?|measures?|reports?|cases|incidents?|events?"
    r"|trials?|studies|reviews?|exposures?|requirements?|knowledge|questions?|tests?|users?|users|claims?|figures"
    r"|pneumothoraces|sites|spots|points|groups?|arms|items?|professionals?|variation|depth|confidence|CI|interval|limit"
    r"|solution|alcohol|steel|nickel|lidocaine|saturation|SpO2|oximeter)\b",
    re.IGNORECASE,
)
"""What a share may be of, and what else a percent sign may stand for: intervals, solutions, alloys, saturation."""


def bare(text):
    return bool(RATE.search(plain(text))) and not UNIT.search(plain(text))


def test_every_rate_in_a_module_has_its_denominator():
    texts = [(f"{module.code}/{section.id}", text) for module, section in SECTIONS for text in paragraphs(section.text)]
    texts += [(module.code, text) for module in MODULES for text in (*module.key_points, *module.not_said)]
    texts += [(figure.id, f"{figure.title} {figure.caption}") for module in MODULES for figure in module.figures]

    assert [pair for pair in texts if bare(pair[1])] == []


def test_every_rate_in_an_item_has_its_denominator():
    whole = {item.header.code: "\n".join(text for _place, text in of_item("", item)) for item in items()}

    assert [code for code, text in whole.items() if bare(text)] == []


def test_a_rate_without_one_is_found():
    assert bare("Bruising follows in 7.55%.")
    assert bare("It happens to 1 in 20.")
    assert not bare("Bruising followed 7.55% of treatments.")
