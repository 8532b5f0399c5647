// A changed form with data-unsaved warns before the page is left.
export function attach(root) {
  for (const form of root.querySelectorAll("form[data-unsaved]")) {
    let changed = Boolean(form.querySelector("[data-error-summary]"));
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    addEventListener("beforeunload", (event) => changed && event.preventDefault());
  }
}
