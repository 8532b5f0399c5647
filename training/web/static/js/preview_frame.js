// The preview in a frame: the exam's own page, or the page seen after it, as wide as a phone or a desk, light or dark.
// What is answered in it is put into the form, so that it is marked with the rest. The choice is kept on this device.
import { attach as hotspot } from "./hotspot.js";
import { attach as ordering } from "./ordering.js";
import { keep, kept } from "./preview_choice.js";
import { attach as words } from "./words.js";

const REST = 200;
const WIDTHS = { phone: 360, desk: 820 };
const BELOW = 24;
const EDGES = 2;

export function attach(root) {
  for (const part of root.querySelectorAll("[data-look]")) new Look(part);
}

class Look {
  constructor(part) {
    this.part = part;
    this.form = part.closest("form");
    this.editor = part.closest(".editor");
    this.frame = part.querySelector("iframe");
    this.given = part.querySelector("[data-look-given]");
    this.choice = kept();
    this.editor.querySelector("[data-look-plain]")?.remove();
    this.given.append(field("framed", "y"));
    part.hidden = false;
    this.#listen();
    this.#show();
    this.#ask();
  }

  #listen() {
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.#later());
    this.part.addEventListener("click", (event) => this.#choose(event.target.closest("[data-look-set]")));
    this.frame.addEventListener("load", () => this.#loaded());
    new ResizeObserver(() => this.#fit()).observe(this.part);
  }

  #choose(button) {
    if (!button) return;
    const { lookSet: name, lookTo: to } = button.dataset;
    this.choice[name] = to ?? !this.choice[name];
    keep(this.choice);
    this.#show();
    if (name === "review") this.#ask();
  }

  #show() {
    for (const button of this.part.querySelectorAll("[data-look-set]")) {
      const { lookSet: name, lookTo: to } = button.dataset;
      button.ariaPressed = String(to ? this.choice[name] === to : this.choice[name]);
    }
    this.part.querySelector("[data-look-whole]").value = this.#page();
    this.editor.classList.toggle("editor-wide-preview", this.choice.width === "desk");
    this.#colour();
    this.#fit();
  }

  #page() {
    return this.choice.review ? "review" : "exam";
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), REST);
  }

  async #ask() {
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    body.set("as", this.#page());
    const mine = (this.asked = Symbol());
    const answer = await fetch(this.part.dataset.look, { method: "POST", body }).catch(() => null);
    if (mine !== this.asked || !answer?.ok) return;
    this.#put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  // The frame is loaded anew only for another kind of page: what is typed else changes it in place, where one has scrolled.
  #put(page) {
    for (const node of page.querySelectorAll("script, .skip-link, .demo-strip, .simulated-strip")) node.remove();
    const sheet = page.querySelector("link[rel=stylesheet]").href;
    const shown = this.frame.contentDocument?.getElementById("main");
    if (shown && this.sheet === sheet) {
      refill(shown, page.getElementById("main").childNodes);
      return this.#prepare();
    }
    this.sheet = sheet;
    this.frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
  }

  #loaded() {
    const page = this.frame.contentDocument;
    if (!page?.getElementById("main")) return;
    for (const name of ["input", "change", "click"]) page.addEventListener(name, () => this.#take());
    page.addEventListener("submit", (event) => event.preventDefault());
    page.addEventListener("click", (event) => event.target.closest("a[href]") && event.preventDefault());
    page.documentElement.style.overflow = "hidden";
    new ResizeObserver(() => this.#fit()).observe(page.getElementById("main"));
    this.#prepare();
  }

  #prepare() {
    [hotspot, ordering, words].forEach((attach) => attach(this.frame.contentDocument));
    this.#colour();
    this.#fit();
  }

  #take() {
    const fields = [...this.frame.contentDocument.querySelectorAll(":is(input, select, textarea)[name=preview]")];
    if (!fields.length) return;
    const given = fields.filter(({ type, checked }) => checked || !["radio", "checkbox"].includes(type));
    this.given.replaceChildren(field("framed", "y"), ...given.map(({ value }) => field("preview", value)));
  }

  #colour() {
    const root = this.frame.contentDocument?.documentElement;
    if (root) root.dataset.theme = this.choice.dark ? "dark" : "light";
  }

  #fit() {
    const room = this.part.clientWidth - EDGES;
    const main = this.frame.contentDocument?.getElementById("main");
    if (!room || !main) return;
    const width = this.choice.width === "phone" ? Math.min(WIDTHS.phone, room) : Math.max(WIDTHS.desk, room);
    const scale = Math.min(1, room / width);
    this.frame.width = width;
    this.frame.height = Math.ceil(main.getBoundingClientRect().bottom + BELOW);
    this.frame.style.transform = scale < 1 ? `scale(${scale})` : "";
    this.frame.parentElement.style.inlineSize = `${Math.floor(width * scale)}px`;
    this.frame.parentElement.style.blockSize = `${Math.ceil(this.frame.height * scale)}px`;
  }
}

// A recording that is shown again stays the one it was, so that it need not be loaded at each word.
function refill(shown, nodes) {
  const held = [...shown.querySelectorAll("video, audio")];
  shown.replaceChildren(...nodes);
  for (const fresh of shown.querySelectorAll("video, audio")) {
    const same = held.find(({ outerHTML }) => outerHTML === fresh.outerHTML);
    if (same) fresh.replaceWith(held.splice(held.indexOf(same), 1)[0]);
  }
}

function field(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
