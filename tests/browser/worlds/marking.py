"""An exam with places on a figure and texts: Tara's attempt is marked, Tom's waits, with one mark and a kept half."""

from datetime import timedelta

from tests.items import samples
from tests.marking import papers
from tests.people import identity
from tests.quiz import exams
from training.bank.readings import Picture
from training.bank.service import writing
from training.core.domains import Domain, Level
from training.marking import service

CODE = "texts"
PATHS = (
    ("M150 20 Q200 0 250 20 L262 70 Q340 90 350 160 L340 300 L60 300 L50 160 Q60 90 138 70 Z", "#d9b99a"),
    ("M200 70 V290 M120 120 L180 130 L150 220 Z M280 120 L220 130 L250 220 Z", "none"),
)
BACK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">'
    + "".join(f'<path d="{path}" fill="{fill}" stroke="#5b4a3a" stroke-width="2"/>' for path, fill in PATHS)
    + "</svg>"
).encode()
SHOULDER = {"id": "a", "shape": "polygon", "at": [290, 260, 450, 290, 440, 400, 330, 420], "correct": True}
CHEST = {"id": "b", "shape": "ellipse", "at": [500, 700, 60, 120], "dangerous": True}
REGIONS = [
    SHOULDER | {"rationale": "It lies above the spine of the shoulder blade.", "sources": ["MINTKEN25"]},
    CHEST | {"rationale": "The lung lies under it.", "sources": ["MINTKEN25"]},
]
LANDMARKS = [
    {"id": "a", "text": "Above the left shoulder blade", "at": [380, 350]},
    {"id": "b", "text": "Between the shoulder blades", "at": [500, 700]},
    {"id": "c", "text": "At the right upper arm", "at": [860, 600]},
]


def hotspot(code, **changes):
    """Return a place to be marked on the back."""
    own = {"figure": "back.svg", "alt": "A back with both shoulder blades.", "targets": 1, "safety_point": "C1"}
    lists = {"regions": REGIONS, "landmarks": LANDMARKS, "stem": "She points to her shoulder.\n\nWhere is it safe?"}
    kept = {name: value for name, value in samples.draft("one-place").items() if not name.startswith("near")}
    return kept | own | lists | {"code": code} | changes


def fill(now):
    writing.add_figure(Picture("back.svg", "image/svg+xml", BACK), by=identity("ines"), now=now)
    writing.save(hotspot("anatomy/back/drawn"), base=None, by=identity("ines"), now=now)
    writing.save(papers.essay(9, pool="practice"), base=None, by=identity("ines"), now=now)
    exams.sign([papers.essay(1), hotspot("anatomy/back/asked", pool="exam", level="understand")])
    cells = {(Domain.EVIDENCE, Level.ANALYSE): 1, (Domain.ANATOMY, Level.UNDERSTAND): 1}
    exams.publish(exams.specification(cells=cells, title="Texts and places"), drafts=[], code=CODE)
    exams.publish(exams.specification(cells=cells, title="Places"), drafts=[], code="places")
    for code in (CODE, "places"):
        exams.admit("tara", "tom", code=code)
    before = now - timedelta(days=20)
    marked, waiting = (papers.sat_texts(name, code=CODE, now=before) for name in ("tara", "tom"))
    for marker in ("ines", "sam"):
        papers.give(papers.waiting(marked)[0], marker, papers.points(3, 1, comment="Clear and honest."), now=now)
    (text,) = papers.waiting(waiting)
    papers.give(text, "ines", papers.points(3, 2, comment="Says what is not known."), now=now)
    service.keep(text, {"points-a": "1", "comment": "So far"}, rules=papers.RULES, by=identity("sam"), now=now)
    running = exams.start("tara", now=now, code="places")
    return {"marked_attempt": marked, "waiting_attempt": waiting, "text": text, "places_attempt": running}
