// Filters send themselves when a choice changes; text waits for Enter or the button.
export function attach(root) {
  for (const form of root.querySelectorAll("form[data-auto-submit]")) {
    const hint = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    hint.textContent = "The list changes as you choose.";
    form.prepend(hint);
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
    });
  }
}
