// "Find a source" opens a search of the register; citing writes the code into the field. Without scripts the form does it.
const REST = 200;

export function attach(root) {
  const search = root.querySelector("[data-citing]");
  const form = root.querySelector("[data-autosave]")?.closest("form");
  if (search && form) new Picker(search, form);
}

class Picker {
  constructor(search, form) {
    this.form = form;
    this.address = search.dataset.citing;
    this.dialog = search.closest("dialog");
    this.words = search.querySelector("input");
    this.found = this.dialog.querySelector("[data-citing-found]");
    form.addEventListener("click", (event) => this.#open(event));
    this.words.addEventListener("input", () => this.#later());
    this.dialog.addEventListener("click", (event) => this.#cite(event.target.closest("button[value^='cite:']")));
    this.dialog.addEventListener("close", () => this.field.focus());
  }

  #open(event) {
    const button = event.target.closest("button[value^='find:']");
    if (!button) return;
    event.preventDefault();
    this.field = document.getElementById(button.value.slice("find:".length));
    this.dialog.showModal();
    this.words.focus();
    this.words.select();
    this.#ask();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), REST);
  }

  async #ask() {
    const mine = (this.asked = Symbol());
    const body = new URLSearchParams({ csrf_token: this.form.elements.csrf_token.value, target: this.field.id, source_words: this.words.value });
    const answer = await fetch(this.address, { method: "POST", body }).catch(() => null);
    if (mine !== this.asked) return;
    if (!answer?.ok) return this.found.replaceChildren("The register could not be searched. Try again, or type the code.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.found.replaceChildren(...page.body.childNodes);
  }

  #cite(button) {
    if (!button) return;
    const code = button.value.split(":").at(-1);
    const held = "oneSource" in this.field.dataset ? [] : this.field.value.split(/[\s,;]+/).filter(Boolean);
    this.field.value = [...new Set([...held, code])].join(" ");
    this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    this.dialog.close();
  }
}
