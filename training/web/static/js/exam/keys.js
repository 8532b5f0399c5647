// Single keys: 1 to 9 choose, N and P move, F flags, ? lists them. Off while somebody types, in a dialog, by the switch.
const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

export function attach(bar, paper, pager) {
  const wished = bar.querySelector("[data-wish=keys]");
  document.addEventListener("keydown", (event) => {
    if (!wished.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    const act = acts[/^[1-9]$/.test(event.key) ? "digit" : event.key.toLowerCase()];
    if (!act || (pager.checking && event.key !== "?" && event.key.toLowerCase() !== "p")) return;
    event.preventDefault();
    act(event.key);
  });

  const acts = {
    n: () => pager.go(pager.question + 1),
    p: () => pager.go(pager.checking ? pager.length : pager.question - 1),
    f: () => document.querySelector("[data-flag]").click(),
    "?": () => document.querySelector("[data-dialog-name=keys]").showModal(),
    digit: (key) => {
      const input = paper.sections[pager.question - 1].querySelectorAll(".option > input")[key - 1];
      if (!input || input.matches(":disabled")) return;
      input.focus();
      input.click();
    },
  };
}
