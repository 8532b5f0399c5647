// Answers that are too long to be saved: they stay in their fields, here and after a reload, until they are shortened
// or cleared. What was saved of the question before stays on the server and counts.
import { over } from "../too_long.js";
import { read, typed } from "./fields.js";

const NAME = "too-long";

export class Drafts {
  #held = new Map();

  constructor(root, bus, wish) {
    Object.assign(this, { root, bus, wish });
    this.load();
    for (const field of root.querySelectorAll("[data-question] [data-longest]")) if (over(field) > 0) this.judge(section(field));
    root.addEventListener("input", ({ target }) => typed(target) && section(target) && this.judge(section(target)));
    bus.hear("act", ({ slot, kind }) => (kind === "answer" || kind === "clear") && this.end(slot));
  }

  // Another tab may have held the exam since.
  load() {
    this.#held = new Map(Object.entries(this.wish.read(NAME) ?? {}).map(([slot, draft]) => [Number(slot), draft]));
    this.tell();
  }

  // Whether what stands in a question is too long. Then it is kept here, also once it is shorter, until it is given.
  judge(question) {
    const slot = Number(question.dataset.question);
    const long = [...question.querySelectorAll("[data-longest]")].some((field) => over(field) > 0);
    if (long || this.#held.has(slot)) this.#keep(slot, { value: read(question, slot), long });
    return long;
  }

  at(slot) {
    return this.#held.get(slot)?.value;
  }

  tell() {
    const long = [...this.#held].filter(([_slot, draft]) => draft.long);
    this.bus.tell("drafts", { slots: new Set(long.map(([slot]) => slot)) });
  }

  // What was short enough again when the page went is given now.
  give() {
    for (const [slot, { long }] of this.#held) {
      if (!long) this.root.querySelector(`[data-question="${slot}"] [data-longest]`).dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  end(slot) {
    if (!this.#held.delete(slot)) return;
    this.#write();
    this.tell();
  }

  #keep(slot, draft) {
    const before = this.#held.get(slot)?.long ?? false;
    this.#held.set(slot, draft);
    this.#write();
    if (before !== draft.long) this.tell();
  }

  #write() {
    this.wish.write(NAME, Object.fromEntries(this.#held));
  }
}

// Whether this device holds such a text of any attempt.
export function anyTooLong() {
  return Object.keys(localStorage).some((name) => name.startsWith("exam-") && name.endsWith(`-${NAME}`) && localStorage[name] !== "{}");
}

// The questions of an attempt that this device held such texts for.
export function tooLong(wish) {
  return Object.keys(wish.read(NAME) ?? {});
}

const section = (field) => field.closest("[data-question]");
