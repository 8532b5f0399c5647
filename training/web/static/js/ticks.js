// Ticks all rows of a list or none without loading the page, and counts those that are ticked.
export function attach(root) {
  for (const bar of root.querySelectorAll("[data-ticks]")) {
    const form = bar.closest("form");
    const boxes = [...form.querySelectorAll(`input[type="checkbox"][name="${bar.dataset.ticks}"]`)];
    const said = bar.querySelector("[data-ticked]");
    const tell = () => {
      said.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} ticked`;
    };
    for (const link of bar.querySelectorAll("[data-tick]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        for (const box of boxes) box.checked = link.dataset.tick === "yes";
        tell();
      });
    }
    form.addEventListener("change", tell);
    tell();
  }
}
