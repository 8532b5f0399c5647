// One question at a time: the address holds its number, so that Back works, and the focus goes to its heading.
const CHECK = "#check";

export class Pager {
  question = 1;
  open = 0;
  checking = false;

  constructor(root, bus) {
    this.bus = bus;
    this.views = [...root.querySelectorAll("[data-question], [data-check-view]")];
    this.length = this.views.length - 1;
    addEventListener("hashchange", () => this.#open() === this.open || this.show({ focus: true }));
    document.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) this.go(this.question + Number(step));
    });
  }

  start(question) {
    if (!location.hash && question > 1 && question <= this.length) history.replaceState(null, "", `#q${question}`);
    this.show({ focus: false });
  }

  go(question) {
    if (question < 1) return;
    location.hash = question > this.length ? CHECK : `q${question}`;
    this.show({ focus: true });
  }

  heading() {
    return this.views[this.open].querySelector("h2");
  }

  show({ focus }) {
    this.open = this.#open();
    this.checking = this.open === this.length;
    if (!this.checking) this.question = this.open + 1;
    this.views.forEach((view, index) => (view.hidden = index !== this.open));
    document.querySelectorAll("[hidden] :is(audio, video)").forEach((player) => player.pause());
    this.#buttons();
    this.bus.tell("shown", { question: this.checking ? null : this.question });
    if (!focus) return;
    for (const scroller of [document.scrollingElement, document.querySelector("main")]) scroller.scrollTop = 0;
    this.heading().focus({ preventScroll: true });
  }

  #open() {
    if (location.hash === CHECK) return this.length;
    const number = location.hash ? Number(/^#q(\d+)$/.exec(location.hash)?.[1]) : 1;
    return (number >= 1 && number <= this.length ? number : this.question) - 1;
  }

  #buttons() {
    const actions = document.querySelector("[data-actions]");
    actions.hidden = this.checking;
    actions.querySelector("[data-step='-1']").setAttribute("aria-disabled", this.question === 1);
    actions.querySelector("[data-step='1'] span").textContent = this.question === this.length ? "Check" : "Next";
  }
}
