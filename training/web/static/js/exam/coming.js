// What is on its way into the database, which takes a moment that a page does not have when it is left: it is written
// into the storage that takes it at once, and comes back when the exam is opened again.
import { Wish } from "./wish.js";

const NAME = "coming";

export class Coming {
  #events = [];
  #written = false;

  constructor(attempt, about) {
    this.wish = new Wish(`exam-${attempt}-`);
    this.about = about;
    addEventListener("pagehide", () => this.#write());
    document.addEventListener("visibilitychange", () => document.hidden && this.#write());
  }

  async through(event, keep) {
    this.#events.push(event);
    await keep(event);
    this.#events = this.#events.filter((other) => other !== event);
    if (this.#written) this.#write();
  }

  // What a page before this one left behind.
  async back(keep) {
    for (const event of this.wish.read(NAME) ?? []) await keep(event);
    this.wish.write(NAME, []);
  }

  events() {
    const { epoch } = this.about();
    return this.#events.map((event) => ({ epoch, ...event }));
  }

  #write() {
    this.#written = this.#events.length > 0;
    this.wish.write(NAME, this.events());
  }
}
