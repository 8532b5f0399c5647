// Whether answers are taken: not while another tab or device has the exam, and not once the time is up.
const BUTTONS = "[data-flag], [data-rule-out], [data-clear-answer], [data-check-submit], [data-submit-now]";

export class Locks {
  why = new Map();

  constructor(root, bus, paper) {
    bus.hear("lock", ({ why, on, since }) => {
      if (on) this.why.set(why, since ?? null);
      else this.why.delete(why);
      paper.lock(this.locked);
      root.querySelector("main").tabIndex = this.locked ? 0 : -1; // It scrolls, and may hold nothing else to focus.
      for (const button of root.querySelectorAll(BUTTONS)) button.disabled = this.locked;
      bus.tell("locked", { why: this.why });
    });
  }

  get locked() {
    return this.why.size > 0;
  }
}
