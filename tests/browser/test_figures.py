"""Every figure that ships, as a phone shows it, light and dark; build/figures keeps the pictures to be looked at."""

from io import BytesIO
from math import ceil, floor
from pathlib import Path

import pytest
from PIL import Image

from tests.content import shipped
from training.web import assets, svg

PICTURES = Path(__file__).parents[2] / "build/figures"
PHONE = 320
SMALLEST = 8.5
"""The least size of a label in pixels on a phone, where a figure can be enlarged too."""
MEASURE = """() => Object.fromEntries([...document.querySelectorAll("[data-name]")].map(plate => {
  const figure = plate.querySelector(":scope > svg");
  const frame = figure.getBoundingClientRect();
  const labels = [...figure.querySelectorAll("text")].filter(label => label.textContent.trim());
  return [plate.dataset.name, {
    box: [frame.left, frame.top, frame.right, frame.bottom],
    outside: labels.filter(label => {
      const box = label.getBoundingClientRect();
      return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
        || box.bottom > frame.bottom + 1;
    }).map(label => label.textContent),
    smallest: Math.min(...labels.map(label =>
      parseFloat(getComputedStyle(label).fontSize) * frame.width / figure.viewBox.baseVal.width)),
  }];
}))"""


def drawings():
    """Every figure by name as pages show it: a module's cleaned and in the page's colours, the bank's as it is."""
    modules = {f"{module.code}-{figure.id}": figure.svg for module in shipped.MODULES for figure in module.figures}
    plates = {name: svg.clean(drawing, name) for name, drawing in modules.items()}
    return plates | {path.name: path.read_text(encoding="utf-8") for path in sorted(shipped.BANK.rglob("*.svg"))}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_is_drawn_whole_and_legible_on_a_phone(chromium, scheme):
    PICTURES.mkdir(parents=True, exist_ok=True)
    files = assets.load(assets.STATIC).content
    style = (files["bundle/site.css"] + files["bundle/reading.css"]).decode()
    page = chromium.new_page(viewport={"width": PHONE, "height": 800}, color_scheme=scheme)
    plates = drawings()
    body = "".join(f'<div class="figure-plate" data-name="{name}">{plate}</div>' for name, plate in plates.items())
    page.set_content(f"<style>{style} body {{ margin: 0 }}</style><body class='site'>{body}</body>")

    found = page.evaluate(MEASURE)
    drawn = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    page.close()
    faults = []
    for name in plates:
        left, top, right, bottom = found[name]["box"]
        picture = drawn.crop((floor(left), floor(top), ceil(right), ceil(bottom)))
        picture.save(PICTURES / f"{name}-{scheme}.png")
        colours = picture.getcolors(1 << 20)
        if found[name]["outside"] or found[name]["smallest"] < SMALLEST or right - left > PHONE or len(colours) < 8:
            faults.append((name, found[name], len(colours)))

    assert len(plates) >= 50
    assert faults == []
