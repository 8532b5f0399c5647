// The slider shows one of the drawn body sizes, the buttons one of the needles.
import { enhance, found, only } from "../parts.js";

enhance("needle-depth", (part) => {
  const slider = part.querySelector("[type=range]");
  const states = found(part, "state");

  function size() {
    const { name } = states[slider.value].dataset;
    only(states, states[slider.value]);
    slider.setAttribute("aria-valuetext", name);
    found(part, "chosen")[0].textContent = name;
  }

  function needle() {
    const { value } = part.querySelector("[type=radio]:checked");
    found(part, "needle").forEach((each) => each.toggleAttribute("data-off", Boolean(value) && each.dataset.needle !== value));
  }

  slider.addEventListener("input", size);
  part.addEventListener("change", needle);
  size();
  needle();
});
