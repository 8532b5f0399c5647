// Sending what waits: at once, in batches, and again until the server has acknowledged it. Nothing is ever given up.
import { batch, sendable } from "./batch.js";
import { Trouble } from "./server.js";

const FIRST = 1000;
const LONGEST = 30_000;
const REST = 60_000;

export class Outbox {
  running = false;
  trouble = null;
  at = null;
  #adding = Promise.resolve();
  #unkept = 0;
  #busy = false;
  #delay = 0;
  #timer = 0;

  constructor(bus, store, server, device) {
    Object.assign(this, { bus, store, server, device });
    bus.hear("act", (act) => this.#add(act));
    bus.hear("try", () => this.now());
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.#fail({ kind: "offline" }));
    document.addEventListener("visibilitychange", () => this.now({ last: document.hidden }));
  }

  async now({ last = false } = {}) {
    this.#delay = 0;
    await this.#adding;
    await this.flush({ last });
  }

  // One batch, or a word with the server where nothing waits; what is left follows at once.
  async flush({ last = false } = {}) {
    if (!this.running || (this.#busy && !last)) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      const opened = await this.device.ready();
      const body = batch(this.store);
      const reply = body ? await this.server.ask("events", body, { last }) : (opened ?? (await this.server.ask("state")));
      if (body) await this.store.settle(reply.acks);
      this.trouble = null;
      this.at = body ? reply.at : (this.at ?? reply.at);
      this.#delay = 0;
      this.bus.tell("reply", reply);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
    this.tell();
    this.#later();
  }

  // Until nothing is left that can be sent; fails with the trouble that keeps it.
  async empty() {
    await this.now();
    while (sendable(this.store.events).length) {
      if (this.trouble) throw new Trouble(this.trouble);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await this.flush();
    }
  }

  tell() {
    const { trouble, at, store } = this;
    const slots = new Set(store.waiting().flatMap(({ kind, slot }) => (kind === "seen" ? [] : [slot])));
    const left = sendable(store.events).length + this.#unkept;
    this.bus.tell("queue", { slots, left, unkept: this.#unkept, trouble, at, kept: store.kept, aside: store.about.aside });
  }

  #add(act) {
    const loud = act.kind !== "seen";
    const event = { ...act, made_wall: Date.now(), made_mono: Math.round(performance.now()) };
    this.#unkept += Number(loud);
    this.#adding = this.#adding.then(async () => {
      await this.store.add(event);
      this.#unkept -= Number(loud);
      this.tell();
      if (loud && !this.#delay) this.flush();
    });
  }

  #fail(error) {
    if (!error.kind) reportError(error);
    this.trouble = error.kind ?? "server";
    this.#delay = Math.min(Math.max(2 * this.#delay, FIRST), LONGEST);
    this.tell();
  }

  #later() {
    clearTimeout(this.#timer);
    if (this.trouble === "signed out") return;
    const more = !this.trouble && sendable(this.store.events).some((event) => event.kind !== "seen");
    const rest = (this.trouble ? this.#delay : REST) * (0.8 + 0.4 * Math.random());
    this.#timer = setTimeout(() => this.flush(), more ? 0 : rest);
  }
}
