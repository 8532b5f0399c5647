// One question at a time: the address holds its number, so that Back works, and the focus goes to its heading.
const CHECK = "#check";

export class Pager {
  question = 1;
  checking = false;

  constructor(root, bus) {
    Object.assign(this, { root, bus });
    this.views = [...root.querySelectorAll("[data-question], [data-check-view]")];
    this.length = this.views.length - 1;
    addEventListener("hashchange", () => this.show({ focus: true }));
    root.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) this.go(this.question + Number(step));
    });
  }

  start(question) {
    if (!location.hash && question > 1 && question <= this.length) history.replaceState(null, "", `#q${question}`);
    this.show({ focus: false });
  }

  go(question) {
    if (question > this.length) location.hash = CHECK;
    else if (question >= 1) location.hash = `q${question}`;
  }

  heading() {
    return this.views[this.checking ? this.length : this.question - 1].querySelector("h2");
  }

  show({ focus }) {
    this.checking = location.hash === CHECK;
    this.question = this.checking ? this.question : (this.#asked() ?? this.question);
    const open = this.checking ? this.length : this.question - 1;
    this.views.forEach((view, index) => (view.hidden = index !== open));
    this.#buttons();
    this.bus.tell("shown", { question: this.checking ? null : this.question });
    if (!focus) return;
    scrollTo(0, 0);
    this.heading().focus({ preventScroll: true });
  }

  #asked() {
    const number = /^#q(\d+)$/.exec(location.hash)?.[1];
    if (!location.hash) return 1;
    return number >= 1 && number <= this.length ? Number(number) : null;
  }

  #buttons() {
    const actions = this.root.querySelector("[data-actions]");
    actions.hidden = this.checking;
    actions.querySelector("[data-step='-1']").setAttribute("aria-disabled", this.question === 1);
    actions.querySelector("[data-step='1'] span").textContent = this.question === this.length ? "Check" : "Next";
  }
}
