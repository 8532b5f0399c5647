"""The rules a whole module must keep before it can be loaded or reviewed.

Everything cited is known, every plate can be shown and is shown once, every question has a place.
"""

import re
from collections.abc import Collection, Iterator

from training.core.drafts import Fault
from training.modules import interactives
from training.modules.content import FIGURE, INTERACTIVE, PLACE, Module
from training.web import richtext, svg


def of(module: Module, *, sources: Collection[str], places: Collection[str]) -> tuple[Fault, ...]:
    """Return every rule a well-shaped module breaks.

    ``sources`` are the known codes, ``places`` the sections of all modules as ``module/section``.
    """
    return tuple(fault for _, fault in named(module, sources=sources, places=places))


def named(module: Module, *, sources: Collection[str], places: Collection[str]) -> Iterator[tuple[str, Fault]]:
    """Yield the same, each with the name under which the linter of modules reports it."""
    yield from (("unknown-source", fault) for fault in _cited_faults(module, sources))
    yield from (("broken-link", fault) for fault in _place_faults(module, places))
    yield from (("figure", fault) for fault in (*_figure_faults(module), *_asked_faults(module)))
    yield from (("interactive", fault) for fault in _interactive_faults(module))
    yield from (("markup", fault) for fault in _text_faults(module))


def _cited_faults(module: Module, sources: Collection[str]) -> Iterator[Fault]:
    named = [(path, code) for path, text in module.texts() for code in richtext.citations(text)]
    for number, checkpoint in enumerate(module.checkpoints, start=1):
        named += [(f"checkpoints[{number}].{path}", code) for path, code in checkpoint.item.citations]
    for path, code in named:
        if code not in sources:
            yield Fault(path, f"cites {code}, which the source register lacks", "Correct the code or register it.")
    for path, text in module.texts():
        if text.count("[@") != len(richtext.CITATION.findall(text)):
            yield Fault(path, "has a citation that cannot be read", "Write it as [@CODE] or [@ONE; @TWO].")


def _place_faults(module: Module, places: Collection[str]) -> Iterator[Fault]:
    own = {section.id for section in module.sections}
    for number, checkpoint in enumerate(module.checkpoints, start=1):
        if checkpoint.section not in own:
            message = f"is {checkpoint.section}, which is no section of this module"
            yield Fault(f"checkpoints[{number}].section", message, "Use one of: " + ", ".join(sorted(own)) + ".")
    for path, text in module.texts():
        for place in PLACE.findall(text):
            if place not in own and place not in places:
                yield Fault(path, f"leads to the section {place}, which is unknown", "Write section or module/section.")


def _figure_faults(module: Module) -> Iterator[Fault]:
    shown = [name for section in module.sections for name in FIGURE.findall(section.text)]
    for number, section in enumerate(module.sections, start=1):
        path = f"sections[{number}].text"
        plates = [block.figure for block in richtext.blocks(section.text) if isinstance(block, richtext.Plate)]
        for name in FIGURE.findall(section.text):
            if name not in {figure.id for figure in module.figures}:
                yield Fault(path, f"shows the figure {name}, which module.toml lacks", "Correct the name or add it.")
            elif name not in plates:
                yield Fault(path, f"shows the figure {name} inside other text", "Put it on a line of its own.")
    asked = {checkpoint.figure for checkpoint in module.checkpoints}
    for number, figure in enumerate(module.figures, start=1):
        times = shown.count(figure.id)
        if times > 1 or (times == 0 and figure.id not in asked):
            remedy = f"Put ![](figure:{figure.id}) into one section, or ask a question on it."
            yield Fault(f"figures[{number}].id", f"is shown {times} times", remedy)
        yield from _drawing_faults(f"figures[{number}].svg", figure.svg)


def _interactive_faults(module: Module) -> Iterator[Fault]:
    known = interactives.register()
    shown = [name for section in module.sections for name in INTERACTIVE.findall(section.text)]
    for number, section in enumerate(module.sections, start=1):
        path = f"sections[{number}].text"
        alone = [block.name for block in richtext.blocks(section.text) if isinstance(block, richtext.Slot)]
        for name in dict.fromkeys(INTERACTIVE.findall(section.text)):
            if name not in known:
                message = f"shows the interactive part {name}, which this site does not have"
                yield Fault(path, message, "Use one of: " + ", ".join(known) + ".")
            elif name not in alone:
                yield Fault(
                    path, f"shows the interactive part {name} inside other text", "Put it on a line of its own."
                )
            elif shown.count(name) != 1:
                message = f"shows the interactive part {name}, which the module shows {shown.count(name)} times"
                yield Fault(path, message, "Show it once.")


def _asked_faults(module: Module) -> Iterator[Fault]:
    own = [figure.id for figure in module.figures]
    for number, checkpoint in enumerate(module.checkpoints, start=1):
        if checkpoint.figure and checkpoint.figure not in own:
            remedy = f"Use one of: {', '.join(own)}." if own else "Add the figure to the module."
            message = f"is {checkpoint.figure}, which is no figure of this module"
            yield Fault(f"checkpoints[{number}].figure", message, remedy)


def _drawing_faults(path: str, drawing: str) -> Iterator[Fault]:
    try:
        _, removals = svg.cleaned(drawing, "figure")
        title, description = svg.words(drawing)
    except svg.SvgError as error:
        yield Fault(path, f"cannot be read: {error}", "Save it again as plain SVG.")
        return
    for removal in removals:
        yield Fault(path, f"line {removal.line} holds {removal.what}, which is not accepted", "Remove it.")
    if not title or not description:
        yield Fault(path, "lacks a title or a description", "Begin it with <title> and <desc>.")


def _text_faults(module: Module) -> Iterator[Fault]:
    for path, text in module.texts():
        if re.search(r"<[a-zA-Z/!]", text):
            yield Fault(path, "holds HTML, which is shown as text", "Use Markdown.")
        fences = [line.strip(": ") for line in text.splitlines() if line.startswith(":::")]
        tones = [fence.split()[0] for fence in fences[::2] if fence]
        if len(tones) * 2 != len(fences) or any(fences[1::2]):
            yield Fault(
                path, "has a callout that is not opened and closed", "Open it with ::: and a kind, end it with :::."
            )
        for tone in sorted(set(tones) - set(richtext.CALLOUTS)):
            yield Fault(path, f"has a callout of the kind {tone}", "Use one of: " + ", ".join(richtext.CALLOUTS) + ".")
