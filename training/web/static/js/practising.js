// Practice by keyboard: 1 to 9 choose, S, F and G check, N goes on. Off while somebody types, or by the switch.
import { Wish } from "./exam/wish.js";

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

export function attach(page) {
  const practice = page.querySelector("[data-practice]");
  if (!practice) return;
  const help = practice.querySelector("[data-keys]");
  const wished = practice.querySelector("[data-keys-on]");
  const wish = new Wish("practice:");
  help.hidden = false;
  wished.checked = wish.read("keys") ?? true;
  wished.addEventListener("change", () => wish.write("keys", wished.checked));

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.key === "Enter" && event.target.matches?.(".options input, .options select")) {
      event.preventDefault();
      practice.querySelector(".practice-bar button").focus();
      return;
    }
    if (!wished.checked || event.target.closest?.(TYPING)) return;
    const wanted = /^[1-9]$/.test(event.key)
      ? practice.querySelectorAll(".option > input")[event.key - 1]
      : practice.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted || wanted.matches(":disabled")) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  });
}
