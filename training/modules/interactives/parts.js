// What the scripts of interactive parts share. A part is whole without its script: its controls are on the page,
// hidden, and every state is drawn; a script shows the controls and one state at a time. Print shows all again.
export function enhance(name, begin) {
  for (const part of document.querySelectorAll(`[data-interactive="${name}"]`)) {
    found(part, "controls").forEach((each) => (each.hidden = false));
    part.dataset.ready = "";
    begin(part);
  }
}

export const found = (root, name) => [...root.querySelectorAll(`[data-${name}]`)];

export const only = (all, shown) => all.forEach((each) => (each.hidden = each !== shown));
