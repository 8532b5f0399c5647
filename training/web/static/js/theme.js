// The reader's colours: light, dark or as the system says, remembered on this device.
const root = document.documentElement;

function stored() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return "auto";
  }
}

function remember(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage is off: the choice lasts until the page is left.
  }
}

function apply(theme) {
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
  } else {
    delete root.dataset.theme;
  }
}

function attach(control) {
  const buttons = [...control.querySelectorAll("button")];
  const show = (theme) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.value === theme)));
  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      remember(button.value);
      apply(button.value);
      show(button.value);
    }),
  );
  show(stored());
  control.hidden = false;
}

apply(stored());
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-theme-control]").forEach(attach));
addEventListener("storage", (event) => event.key === "theme" && apply(event.newValue));
