// What is inserted into a section's text goes to the caret; without scripts the server puts it at the end.
import { replace } from "./typing.js";

const WORDS = {
  source: (name) => `[@${name}]`,
  section: (name, chosen) => `[${chosen || "words"}](section:${name})`,
  figure: (name) => `\n\n![](figure:${name})\n\n`,
  interactive: (name) => `\n\n![](interactive:${name})\n\n`,
  callout: (name, chosen) => `\n\n::: ${name} Title\n${chosen || "Words."}\n:::\n\n`,
};

export function attach(root) {
  for (const part of root.querySelectorAll("[data-insert]")) part.querySelector("button").addEventListener("click", insert);
}

function insert(event) {
  const part = event.target.closest("[data-insert]");
  const name = part.querySelector("input, select").value.trim();
  const field = part.closest("form").elements.text;
  if (!name) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to } = field;
  field.focus();
  replace(field, from, to, WORDS[part.dataset.insert](name, field.value.slice(from, to)));
}
