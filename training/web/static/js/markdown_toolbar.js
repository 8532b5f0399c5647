// The toolbar of Markdown: acts on the field last written in. One tab stop; arrows, Home and End move, Escape goes back.
import { link, list, mark, numbered, raised, sunk } from "./markdown.js";

const ACTS = { bold: mark("**"), italic: mark("*"), list, numbered, link, superscript: raised, subscript: sunk };
const KEYS = { b: "bold", i: "italic", k: "link" };
const MOVES = { ArrowLeft: (at) => at - 1, ArrowRight: (at) => at + 1, Home: () => 0, End: () => -1 };

export function attach(root) {
  for (const bar of root.querySelectorAll("[data-toolbar]")) new Toolbar(bar);
}

class Toolbar {
  constructor(bar) {
    this.bar = bar.querySelector("[role=toolbar]");
    this.form = bar.closest("form");
    this.buttons = [...bar.querySelectorAll("[data-act]")];
    this.named = bar.querySelector("[data-toolbar-field]");
    this.said = bar.querySelector("[data-toolbar-said]");
    this.#aim(this.form.querySelector("textarea"));
    bar.hidden = false;
    this.#listen(bar);
  }

  #listen(bar) {
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => this.#act(event.target.closest("[data-act]")?.dataset.act));
    bar.addEventListener("keydown", (event) => this.#move(event));
    this.form.addEventListener("focusin", ({ target }) => target.matches("textarea") && this.#aim(target));
    this.form.addEventListener("keydown", (event) => event.target.matches("textarea") && this.#key(event));
  }

  #aim(field) {
    this.field = field;
    const label = field.labels[0]?.firstChild.textContent.trim();
    const part = field.closest("fieldset")?.querySelector("legend")?.textContent.trim();
    const name = [part, label].filter(Boolean).join(", ");
    this.named.textContent = `In: ${name}`;
    this.bar.ariaLabel = `Formatting: ${name}`;
    this.said.textContent = "";
  }

  #act(name) {
    if (name) this.said.textContent = ACTS[name](this.field) ?? "";
  }

  #key(event) {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      return this.buttons.find((button) => button.tabIndex === 0).focus();
    }
    const name = KEYS[event.key.toLowerCase()];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.#act(name);
  }

  #move(event) {
    if (event.key === "Escape") return this.field.focus();
    const to = MOVES[event.key]?.(this.buttons.indexOf(document.activeElement));
    if (to === undefined) return;
    event.preventDefault();
    const next = this.buttons.at(to % this.buttons.length);
    this.buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  }
}
