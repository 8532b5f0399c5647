// Submitting: by the candidate, or when the server says that the time is up; only after everything has arrived.
const AGAIN = 3000;

export class Ending {
  #ended = false;
  #closed = false;
  #busy = false;
  #timer = 0;

  constructor(bus, store, server, outbox) {
    Object.assign(this, { bus, store, server, outbox });
    bus.hear("over", ({ over }) => this.#over(over));
    bus.hear("reply", ({ state, remaining_ms: left }) => {
      this.#closed = state !== "in progress";
      this.#ended = this.#closed || left === 0;
      if (this.#ended) this.#lock(true);
    });
    bus.hear("queue", ({ left }) => this.#ended && !left && this.#finish());
  }

  // What the server misses is sent again; what this device has lost itself cannot hold the exam up.
  async submit(everything = true) {
    this.bus.tell("leaving");
    await this.outbox.empty();
    const { client, seq } = this.store.about;
    try {
      const { receipt } = await this.server.ask("submit", { client, last_seq: everything ? seq : 0 });
      location.replace(receipt);
    } catch (error) {
      if (error.kind !== "missing") throw error;
      await this.submit(this.store.again(error.said.missing) > 0);
    }
  }

  #over(over) {
    this.#lock(over || this.#ended);
    if (over) this.bus.tell("try");
  }

  #lock(on) {
    this.bus.tell("lock", { why: "over", on, since: this.#closed ? "closed" : null });
  }

  async #finish() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.submit();
    } catch {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.bus.tell("try"), AGAIN);
      this.#busy = false;
    }
  }
}
