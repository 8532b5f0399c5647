// How somebody looks at the preview: as a phone or a desk, light or dark, before or after answering; kept on this device.
const NAME = "editor-preview";
const FIRST = { width: "phone", dark: false, review: false };

export function kept() {
  try {
    return { ...FIRST, ...JSON.parse(localStorage.getItem(NAME)) };
  } catch {
    return { ...FIRST };
  }
}

export function keep(choice) {
  try {
    localStorage.setItem(NAME, JSON.stringify(choice));
  } catch {
    // Storage is off: the choice lasts until the page is left.
  }
}
