// How somebody looks at the preview: as a phone or a desk, light or dark, before or after answering; kept on this device.
const NAME = "editor-preview";

function first() {
  const { theme } = document.documentElement.dataset;
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return { width: "phone", dark, review: false };
}

export function kept() {
  try {
    return { ...first(), ...JSON.parse(localStorage.getItem(NAME)) };
  } catch {
    return first();
  }
}

export function keep(choice) {
  try {
    localStorage.setItem(NAME, JSON.stringify(choice));
  } catch {
    // Storage is off: the choice lasts until the page is left.
  }
}
