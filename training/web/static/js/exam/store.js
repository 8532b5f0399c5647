// What this device did in one attempt, kept in the browser's database, and in memory where that is refused.
//
// Every event stays until the receipt, for reloads without a connection and for the answer file; `waiting` says which
// the server has not acknowledged. The transaction that keeps an event numbers it, so two tabs never agree on a number.
import { Coming } from "./coming.js";
import { done, events, finished, open } from "./database.js";

const TABLES = ["attempts", "events"];

export class Store {
  events = [];
  kept = false;
  #database = null;

  constructor(attempt) {
    const client = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
    this.about = { attempt, client: client.join(""), seq: 0, epoch: null, key: null, aside: 0 };
    this.coming = new Coming(attempt, () => this.about);
    this.opened = this.load().then(() => this.coming.back((event) => this.#number(event)));
  }

  async load() {
    try {
      this.#database ??= await open();
      const transaction = this.#transaction();
      const attempts = transaction.objectStore("attempts");
      this.about = (await done(attempts.get(this.about.attempt))) ?? this.about;
      this.events = await done(transaction.objectStore("events").getAll(events(this.about.attempt)));
      attempts.put(this.about);
      await finished(transaction);
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  add = (event) => this.coming.through(event, () => this.opened.then(() => this.#number(event)));

  async #number(event) {
    const made = await this.#keep((attempts, about, table) => {
      about.seq += 1;
      const { attempt, client, seq } = about;
      const made = { epoch: about.epoch, ...event, attempt, client, seq, waiting: true };
      attempts.put(about);
      table.put(made);
      return made;
    });
    if (!this.events.some((event) => event.seq === made.seq)) this.events.push(made);
  }

  async remember(facts) {
    await this.opened;
    await this.#keep((attempts, about) => attempts.put(Object.assign(about, facts)));
    for (const event of this.waiting().filter((event) => event.epoch === null)) event.epoch = this.about.epoch;
  }

  async settle(acks) {
    const aside = [...(acks.held ?? []), ...(acks.late ?? [])];
    const known = new Set([...aside, ...(acks.stored ?? []), ...(acks.dup ?? [])]);
    const settled = this.waiting().filter((event) => known.has(event.seq));
    for (const event of settled) event.waiting = false;
    const answers = settled.filter((event) => event.kind !== "seen" && aside.includes(event.seq)).length;
    await this.#keep((attempts, about, table) => {
      about.aside += answers;
      attempts.put(about);
      settled.forEach((event) => table.put(event));
    });
  }

  waiting() {
    return this.events.filter((event) => event.waiting);
  }

  again(numbers) {
    const found = this.events.filter((event) => numbers.includes(event.seq));
    for (const event of found) event.waiting = true;
    return found.length;
  }

  #transaction = () => this.#database.transaction(TABLES, "readwrite", { durability: "strict" });

  async #keep(change) {
    if (this.kept) {
      try {
        const transaction = this.#transaction();
        const [attempts, table] = TABLES.map((name) => transaction.objectStore(name));
        const about = { ...this.about, ...(await done(attempts.get(this.about.attempt))) };
        const made = change(attempts, about, table);
        await finished(transaction);
        this.about = about;
        return made;
      } catch {
        this.kept = false;
      }
    }
    const nowhere = { put: () => undefined };
    return change(nowhere, this.about, nowhere);
  }
}
