// When the time is up, and on the receipt: what this device still holds is sent; then it forgets the attempt.
import { Bus } from "./bus.js";
import { answers } from "./chip.js";
import { remove, open } from "./database.js";
import { Device } from "./device.js";
import { tooLong } from "./drafts.js";
import { Ending } from "./ending.js";
import { forgetPages } from "./forget.js";
import { Outbox } from "./outbox.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { Wish } from "./wish.js";

const page = document.querySelector("[data-time-up], [data-receipt-page]");
const said = page.querySelector("[data-left]");
const attempt = Number(page.dataset.attempt);
const wish = new Wish(`exam-${attempt}-`);
const bus = new Bus();
const store = new Store(attempt);
const server = new Server(page.dataset.api, page.dataset.csrf);
const outbox = new Outbox(bus, store, server, new Device(bus, store, server));
if ("timeUp" in page.dataset) new Ending(bus, store, server, outbox);

bus.hear("queue", ({ slots, left }) => {
  said.hidden = !slots.size;
  said.textContent = `${answers(slots.size)} on this device must still be sent. Keep this page open.`;
  if (!left && "receiptPage" in page.dataset) forget();
});

async function forget() {
  outbox.running = false;
  await forgetPages();
  wish.forget();
  if (store.kept) await remove(await open(), attempt);
  document.documentElement.dataset.forgotten = "yes";
}

const long = tooLong(wish);
if (long.length) {
  const words = page.querySelector("[data-too-long]");
  words.hidden = false;
  words.textContent = `What you wrote last was too long and was not saved: question ${long.join(", ")}. What was saved before stays as it was.`;
}

await store.opened;
outbox.running = true;
if ("timeUp" in page.dataset || store.waiting().length) outbox.now();
else outbox.tell();
