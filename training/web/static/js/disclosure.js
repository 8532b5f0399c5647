// Menus made of <details> close with Escape, by a click elsewhere and when focus leaves them.
export function attach(root) {
  for (const details of root.querySelectorAll("details[data-disclosure]")) {
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    details.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
    });
    root.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
  }
}
