// What is typed counts as given after a rest of 800 ms, at the latest every 5 s, and at once when the page is left.
import { typed } from "./fields.js";

const REST = 800;
const LONGEST = 5000;

export function attach(root, bus) {
  let field = null;
  let [rest, longest] = [0, 0];

  function give() {
    const ready = field;
    stop();
    ready?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function stop() {
    [rest, longest].forEach(clearTimeout);
    longest = 0;
    field = null;
    bus.tell("typing", { on: false });
  }

  root.addEventListener("input", (event) => {
    if (!typed(event.target)) return;
    if (field && field !== event.target) give();
    field = event.target;
    bus.tell("typing", { on: true });
    clearTimeout(rest);
    rest = setTimeout(give, REST);
    longest ||= setTimeout(give, LONGEST);
  });
  root.addEventListener("change", (event) => event.target === field && stop());
  for (const end of ["lock", "over"]) bus.hear(end, () => field && give());
  root.addEventListener("focusout", () => field && give());
  document.addEventListener("visibilitychange", () => document.hidden && field && give());
}
