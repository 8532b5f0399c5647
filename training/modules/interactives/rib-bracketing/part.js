// One place of the pads at a time; however sure the hand feels, the tries stay as they are.
import { enhance, found, only } from "../parts.js";

enhance("rib-bracketing", (part) => {
  const places = found(part, "place");
  const feelings = found(part, "feeling");
  const slider = part.querySelector("[type=range]");

  function place() {
    only(places, places[part.querySelector("[type=radio]:checked").value]);
  }

  function feel() {
    only(feelings, feelings[slider.value]);
    slider.setAttribute("aria-valuetext", feelings[slider.value].dataset.feeling);
  }

  part.addEventListener("change", place);
  slider.addEventListener("input", feel);
  place();
  feel();
});
