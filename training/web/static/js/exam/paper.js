// What the candidate said, question by question: read from the page as it came, changed by acts, drawn back into it.
import { arrange } from "../ordering.js";
import { read, write } from "./fields.js";

const BLANK = { answer: [], flagged: false, out: [] };
const CHANGE = {
  answer: (said, value) => ({ answer: value }),
  clear: () => ({ answer: [] }),
  flag: () => ({ flagged: true }),
  unflag: () => ({ flagged: false }),
  eliminate: (said, [place]) => ({ out: [...said.out.filter((other) => other !== place), place] }),
  restore: (said, [place]) => ({ out: said.out.filter((other) => other !== place) }),
  seen: () => ({}),
};

export class Paper {
  constructor(root, bus, drafts) {
    Object.assign(this, { bus, drafts });
    this.sections = [...root.querySelectorAll("[data-question]")];
    this.said = this.sections.map((section, index) => this.#read(section, index + 1));
    bus.hear("act", (act) => this.apply([act]));
    bus.hear("drafts", () => this.sections.forEach((_section, index) => this.#offerClearing(index + 1)));
  }

  // Whether anything is answered, flagged or ruled out.
  get given() {
    return this.said.some(({ answer, flagged, out }) => answer.length || flagged || out.length);
  }

  at(slot) {
    return this.said[slot - 1];
  }

  value(slot) {
    return read(this.sections[slot - 1], slot);
  }

  apply(events) {
    for (const { slot, kind, value } of events) {
      this.said[slot - 1] = { ...this.at(slot), ...CHANGE[kind](this.at(slot), value ?? []) };
    }
    new Set(events.map((event) => event.slot)).forEach((slot) => this.draw(slot));
    this.bus.tell("drawn");
  }

  // The server's answers first, then what it does not have yet; what an older device says late fills only gaps.
  replace(state, waiting) {
    const flagged = new Set(state.flagged);
    this.said = this.sections.map((_section, index) => ({
      answer: state.answers[index + 1] ?? [],
      flagged: flagged.has(index + 1),
      out: state.eliminated[index + 1] ?? [],
    }));
    const newer = (event) => event.epoch === null || event.epoch >= state.epoch || !this.at(event.slot).answer.length;
    this.redraw();
    this.apply(waiting.filter(newer));
  }

  redraw() {
    this.sections.forEach((_section, index) => this.draw(index + 1));
    this.bus.tell("drawn");
  }

  draw(slot) {
    const section = this.sections[slot - 1];
    const { answer, flagged, out } = this.at(slot);
    for (const option of section.querySelectorAll(".option")) {
      const ruledOut = out.includes(option.dataset.place);
      option.classList.toggle("option-ruled-out", ruledOut);
      option.querySelector("[data-rule-out]")?.setAttribute("aria-pressed", ruledOut);
    }
    write(section, slot, this.drafts.at(slot) ?? answer);
    const ordering = section.querySelector("[data-ordering]");
    if (ordering) arrange(ordering, answer.filter(Boolean));
    section.querySelector("[data-flag-mark]").hidden = !flagged;
    this.#offerClearing(slot);
  }

  lock(locked) {
    for (const section of this.sections) section.querySelector("fieldset.options").disabled = locked;
  }

  #offerClearing(slot) {
    const button = this.sections[slot - 1].querySelector("[data-clear-answer]");
    button.hidden = !this.at(slot).answer.length && !this.drafts.at(slot);
  }

  #read(section, slot) {
    const out = section.dataset.eliminated.split(" ").filter(Boolean);
    return { ...BLANK, answer: this.drafts.at(slot) ? [] : this.value(slot), flagged: section.dataset.flagged === "yes", out };
  }
}
