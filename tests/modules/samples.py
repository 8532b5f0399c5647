"""A small module, written as files, so that a test can change one thing about it."""

from training.db import begin_write, commit_step
from training.modules import queries, reviewing, service

SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 240' role='img' aria-labelledby='t d'>"
    "<title id='t'>Band</title><desc id='d'>A band.</desc><path class='s-ink' d='M0 0 L9 9'/></svg>"
)
QUESTION = '''
[[checkpoints]]
id = "{name}"
section = "{section}"
kind = "single_choice"
stem = """A case.

Which reading fits?"""
options = [
  {{ id = "a", text = "The first", rationale = "Because it is wrong.", sources = ["SHAH15"] }},
  {{ id = "b", text = "The second", correct = true, rationale = "Because it is right.", sources = ["SHAH15"] }},
  {{ id = "c", text = "The third", rationale = "Because it is wrong too.", sources = ["BRON12"] }},
]
'''
MODULE = """
code = "{code}"
position = {position}
title = "Bands and points"
summary = "What a band is."
planned_minutes = {minutes}
reviewed_by = "A file cannot sign"
objectives = [ {{ text = "State what a band is", level = "recall" }} ]
key_points = [ "A band can be present without pain. [@BRON12]" ]
not_said = [ "What the evidence does not say: that a band hurts. [@BRON12]" ]
sections = [
  {{ id = "bands", title = "Bands", file = "01-bands.md" }},
  {{ id = "points", title = "Points", file = "02-points.md" }},
]
figures = [
  {{ id = "band", file = "figures/band.svg", title = "A band", caption = "A band. [@SHAH15]", alt = "A band." }},
]
"""
BANDS = (
    'A band is felt across the fibres [@BRON12].\n\n![](figure:band)\n\n::: danger Stop\n"Stop" now [@SHAH15].\n:::\n'
)
POINTS = "### Two of three\n\nTwo of three are needed [@SHAH15]. See [bands](section:bands).\n"


def write(folder, *, code="bands", position=1, minutes=60, questions=("first",), **files):
    """Write the module below ``folder``; ``files`` replace or add texts by name, underscores for dots and slashes."""
    place = folder / code
    (place / "figures").mkdir(parents=True, exist_ok=True)
    main = MODULE.format(code=code, position=position, minutes=minutes)
    main += "".join(QUESTION.format(name=name, section="bands") for name in questions)
    texts = {"module": main, "bands": BANDS, "points": POINTS, "svg": SVG} | files
    (place / "module.toml").write_text(texts["module"], encoding="utf-8")
    (place / "01-bands.md").write_text(texts["bands"], encoding="utf-8")
    (place / "02-points.md").write_text(texts["points"], encoding="utf-8")
    (place / "figures/band.svg").write_text(texts["svg"], encoding="utf-8")
    return folder


def approve(by, now, code="bands"):
    """Let somebody approve the version that is read, and commit."""
    reviewing.approve(queries.current_version(code).id, by=by, now=now)
    commit_step()


def load(folder, now, *, by=None, **changes):
    """Load the small module into the database and commit."""
    begin_write()
    loaded = service.load(write(folder, **changes), by=by, now=now)
    commit_step()
    return loaded
