// Which device holds the attempt. Opening it takes an epoch of its own; another device goes on by "Continue here".
export class Device {
  mine = false;

  constructor(bus, store, server) {
    Object.assign(this, { bus, store, server });
    bus.hear("reply", (reply) => this.#compare(reply));
  }

  async ready({ take = false } = {}) {
    await this.store.opened;
    if (this.mine && !take) return null;
    const reply = await this.server.ask("device", { client: this.store.about.client, take });
    this.mine = reply.mine === true;
    if (this.mine) await this.store.remember({ epoch: reply.epoch, key: reply.file_key });
    this.bus.tell("opened", reply);
    this.bus.tell("lock", { why: "elsewhere", on: reply.mine === false, since: reply.held_since });
    return reply;
  }

  #compare(reply) {
    if (!this.mine || reply.epoch <= this.store.about.epoch) return;
    this.mine = false;
    this.ready().catch(() => undefined);
  }
}
