// The editor: what is typed is kept on the server for its author, soon after each change, until it is saved.
import { Server } from "./exam/server.js";

const REST = 1500;
const LONGEST = 30_000;
const WORDS = {
  offline: "Not kept yet: no connection. It stays on this page and is tried again.",
  "signed out": "Not kept: you are signed out. It stays on this page, and is kept once you have signed in.",
  server: "Not kept: the server could not. It stays on this page and is tried again.",
};

export function attach(root) {
  for (const part of root.querySelectorAll("[data-autosave]")) new Keeper(part);
}

class Keeper {
  constructor(part) {
    this.part = part;
    this.form = part.closest("form");
    this.server = new Server(part.dataset.keep ?? "/api/bank", this.form.elements.csrf_token.value);
    this.said = part.querySelector("[data-kept]");
    this.signIn = part.querySelector("[data-kept-sign-in]");
    this.takeOver = part.querySelector("[data-kept-take]");
    this.wait = REST;
    this.waiting = false;
    this.#listen();
    if ("changed" in part.dataset) this.#changed();
  }

  #listen() {
    this.form.addEventListener("input", (event) => event.target.name !== "preview" && this.#changed());
    this.form.addEventListener("submit", (event) => event.submitter?.formTarget || this.#stop());
    this.takeOver.addEventListener("click", () => this.#take());
    document.addEventListener("click", (event) => this.#leave(event));
    addEventListener("beforeunload", (event) => this.waiting && event.preventDefault());
    addEventListener("focus", () => this.waiting && this.#later(0));
    document.addEventListener("visibilitychange", () => document.hidden && this.waiting && this.#send(true));
  }

  #changed() {
    this.waiting = true;
    if (this.takeOver.hidden) this.#later(this.wait);
  }

  #later(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(false), time);
  }

  #stop() {
    this.waiting = false;
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // A link to another item waits until what is typed is kept; if it cannot be, one stays and reads why, once.
  async #leave(event) {
    const link = event.target.closest("a[data-keep-first]");
    if (!link || !(this.waiting || this.sending) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(this.timer);
    while (this.sending) await new Promise((done) => setTimeout(done, 50));
    if (this.waiting) await this.#send(false);
    if (!this.waiting || this.leaving === link) location.assign(link.href);
    this.leaving = link;
  }

  #take() {
    this.form.elements.revision.value = this.other;
    this.takeOver.hidden = true;
    this.form.querySelector("textarea").focus();
    this.#send(false);
  }

  async #send(last) {
    if (this.sending) return this.#later(REST);
    this.sending = true;
    this.waiting = false;
    try {
      const { revision, words } = await this.server.ask("unsaved", this.#body(), { last });
      this.form.elements.revision.value = revision;
      this.form.elements.csrf_token.value = this.server.csrf;
      this.wait = REST;
      this.signIn.hidden = true;
      this.#tell(words);
    } catch (trouble) {
      this.#failed(trouble);
    } finally {
      this.sending = false;
    }
  }

  #body() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return { code: this.part.dataset.autosave, kind: this.part.dataset.kind, revision: this.form.elements.revision.value, fields };
  }

  #failed({ kind, said }) {
    if (this.stopped) return;
    this.waiting = true;
    this.#tell(said?.words ?? WORDS[kind] ?? WORDS.server);
    this.signIn.hidden = kind !== "signed out";
    if (kind === "missing") {
      this.other = said.revision;
      this.takeOver.hidden = false;
      return;
    }
    this.wait = Math.min(this.wait * 2, LONGEST);
    this.#later(this.wait);
  }

  #tell(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}
