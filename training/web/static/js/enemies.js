// "Declare an enemy" writes the code into its field at once; without scripts the button sends the form to do so.
export function attach(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[value^='enemy:']");
    if (!button) return;
    event.preventDefault();
    const field = button.form.elements.enemies;
    field.value = [...field.value.split(/\s+/).filter(Boolean), button.value.slice("enemy:".length)].join(" ");
    root.getElementById("similar-title").focus();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
}
