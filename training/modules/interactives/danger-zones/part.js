// The list chooses a zone, and so does a click on the map; it is marked there and what is said of it is shown.
import { enhance, found, only } from "../parts.js";

enhance("danger-zones", (part) => {
  const list = part.querySelector("select");
  const texts = found(part, "about");
  const zones = found(part, "zone");
  const maps = found(part, "map");

  function show() {
    only(texts, texts.find((each) => each.dataset.about === list.value));
    zones.forEach((zone) => zone.toggleAttribute("data-chosen", zone.dataset.zone === list.value));
    only(maps, zones.find((zone) => zone.dataset.zone === list.value).closest("figure"));
  }

  zones.forEach((zone) => zone.addEventListener("click", () => {
    list.value = zone.dataset.zone;
    show();
  }));
  list.addEventListener("change", show);
  show();
});
