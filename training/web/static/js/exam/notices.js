// What stands above the question when something is not as usual. Each notice is shown once, and goes when it is over.
import { answers } from "./chip.js";

export function attach(place, bus, time) {
  const shown = new Map();
  let locked = new Map();
  let long = 0;

  function set(name, on, words = {}) {
    if (!on) shown.get(name)?.remove();
    if (!on) return void shown.delete(name);
    if (!shown.has(name)) {
      const notice = place.querySelector(`template[data-notice="${name}"]`).content.firstElementChild.cloneNode(true);
      shown.set(name, notice);
      place.append(notice);
    }
    for (const [key, text] of Object.entries(words)) {
      const part = shown.get(name).querySelector(`[data-fill="${key}"]`);
      if (part.textContent !== text) part.textContent = text;
    }
  }

  bus.hear("queue", ({ slots, trouble, kept, aside }) => {
    const over = locked.has("over");
    set("offline", trouble === "offline" && !over);
    set("server", trouble === "server" && !over);
    set("unkept", !kept);
    set("aside", aside > 0, { count: answers(aside) });
    if (over) set("over", true, { title: title(locked), words: ending(slots.size, trouble, locked, long) });
  });
  bus.hear("drafts", ({ slots }) => (long = slots.size));

  bus.hear("locked", ({ why }) => {
    locked = why;
    set("tab", why.has("tab") && !why.has("over"));
    const elsewhere = why.has("elsewhere") && !why.has("tab") && !why.has("over");
    const since = why.get("elsewhere");
    set("elsewhere", elsewhere, { since: since ? ` since ${time(since)}` : "" });
    set("over", why.has("over"), { title: title(why) });
    if (!why.has("over")) return;
    set("offline", false);
    set("server", false);
  });
}

// Closed by the clock here, or for another reason elsewhere: submitted on another device, or voided.
function title(why) {
  return why.get("over") === "closed" ? "This attempt is closed." : "The time is up.";
}

function ending(waiting, trouble, why, long) {
  if (!waiting && why.get("over") === "closed") return "What became of it opens in a moment.";
  if (!waiting && long) return `What was saved is being submitted, without what was too long to be saved: ${answers(long)}.`;
  if (!waiting) return "What was saved is being submitted.";
  if (!trouble) return `Sending ${answers(waiting)}…`;
  const kept = `${answers(waiting)} wait on this device and are sent when the server can be reached.`;
  return `${kept} Keep this page open: what arrives later than 30 seconds after the end is shown to the administrators.`;
}
