// A button with data-copy puts that text on the clipboard and says so. It is hidden until scripts run.
const SAID_FOR = 2000;

export function attach(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const label = button.querySelector("span") ?? button;
    const words = label.textContent;
    label.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = "Copied";
      setTimeout(() => (label.textContent = words), SAID_FOR);
    });
  }
}
