// A row is chosen, then asked for, then read: its line is marked in its panel, its reading comes with the
// answer.
import { enhance, found, only } from "../parts.js";

enhance("forest-plot", (part) => {
  const list = part.querySelector("select");
  const readings = found(part, "outside");
  const panels = found(part, "panel");
  const meanings = found(part, "meaning");
  const [verdict] = found(part, "verdict");

  function choose() {
    only(readings, null);
    only(meanings, null);
    verdict.hidden = true;
    found(part, "row").forEach((each) => each.toggleAttribute("data-chosen", each.dataset.row === list.value));
    only(panels, panels.find((panel) => panel.querySelector("[data-chosen]")));
  }

  function answer(says) {
    const reading = readings.find((each) => each.dataset.row === list.value);
    verdict.textContent = reading.dataset.outside === says ? "Right." : "Look again at the marked line.";
    verdict.hidden = false;
    only(readings, reading);
    only(meanings, meanings.find((each) => each.dataset.meaning === reading.dataset.outside));
  }

  list.addEventListener("change", choose);
  found(part, "says").forEach((button) => button.addEventListener("click", () => answer(button.dataset.says)));
  choose();
});
