// The menu's wishes: hide the time, larger text, single keys. They hold for every exam on this device.
const WISHES = {
  time: (on, bar) => (bar.querySelector("[data-clock]").parentElement.hidden = on),
  text: (on) => (on ? (document.body.dataset.textSize = "large") : delete document.body.dataset.textSize),
  keys: () => undefined,
};

export function attach(bar, wish) {
  for (const part of bar.querySelectorAll("[data-with-scripts]")) part.hidden = false;
  for (const [name, grant] of Object.entries(WISHES)) {
    const box = bar.querySelector(`[data-wish="${name}"]`);
    box.checked = wish.read(name) ?? box.defaultChecked;
    grant(box.checked, bar);
    box.addEventListener("change", () => {
      wish.write(name, box.checked);
      grant(box.checked, bar);
    });
  }
  bar.querySelector("[data-exam-menu]").addEventListener("click", (event) => {
    if (event.target.closest("a, button")) bar.querySelector(".exam-menu").open = false;
  });
}
