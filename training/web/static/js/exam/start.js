// The exam page: the parts, and who tells whom. Listeners stand before anything waits, so no answer falls into a gap.
import { attach as dialogs } from "../dialog.js";
import { attach as disclosures } from "../disclosure.js";
import { attach as hotspot } from "../hotspot.js";
import { attach as ordering } from "../ordering.js";
import { attach as tooLong } from "../too_long.js";
import { attach as words } from "../words.js";
import { attach as answerFile } from "./answer_file.js";
import { attach as answering } from "./answering.js";
import { Bus } from "./bus.js";
import { attach as check } from "./check.js";
import { attach as chip } from "./chip.js";
import { Clock } from "./clock.js";
import { Device } from "./device.js";
import { Drafts } from "./drafts.js";
import { Ending } from "./ending.js";
import { attach as keys } from "./keys.js";
import { Locks } from "./locks.js";
import { attach as map } from "./map.js";
import { attach as menu } from "./menu.js";
import { attach as notices } from "./notices.js";
import { attach as offline } from "./offline.js";
import { Outbox } from "./outbox.js";
import { Pager } from "./pager.js";
import { Paper } from "./paper.js";
import { attach as problem } from "./problem.js";
import { attach as seen } from "./seen.js";
import { Server } from "./server.js";
import { attach as signIn } from "./sign_in.js";
import { Store } from "./store.js";
import { attach as tab } from "./tab.js";
import { timesIn } from "./times.js";
import { attach as typing } from "./typing.js";
import { Wish } from "./wish.js";

const root = document.querySelector("[data-exam]");
const [bar, list] = ["[data-exam-bar]", "[data-question-map]"].map((name) => document.querySelector(name));
const dialog = (name) => document.querySelector(`[data-dialog-name="${name}"]`);
const { attempt, api, csrf, epoch, remainingMs, zone } = root.dataset;

document.body.dataset.scripts = "on";
[hotspot, ordering, tooLong, words, dialogs, disclosures].forEach((attach) => attach(document));
for (const part of root.querySelectorAll("[data-without-scripts]")) part.hidden = true;

const bus = new Bus();
const time = timesIn(zone);
const here = new Wish(`exam-${attempt}-`);
const drafts = new Drafts(root, bus, here);
const paper = new Paper(root, bus, drafts);
const pager = new Pager(root, bus);
answering(root, bus, paper, pager, drafts);
typing(root, bus);
seen(bus);
chip(bar.querySelector("[data-save-state]"), bus, time, () => paper.given || store.events.some((event) => event.kind !== "seen"));
map(list, bus, paper, pager, document.querySelector("[data-flag]"));
notices(document.querySelector("[data-notices]"), bus, time);
new Locks(document, bus, paper);
menu(bar, new Wish("wish-"));
keys(bar, paper, pager);

const store = new Store(Number(attempt));
const server = new Server(api, csrf);
const device = new Device(bus, store, server);
const outbox = new Outbox(bus, store, server, device);
const ending = new Ending(bus, store, server, outbox);
check(root.querySelector("[data-check-view]"), dialog("submit"), bus, paper, pager, ending);
signIn(dialog("sign-in"), bus, server);
problem(dialog("problem"), bus, server, pager, here);
answerFile(bus, store);

document.addEventListener("click", (event) => {
  const wanted = event.target.closest("[data-do]")?.dataset.do;
  if (wanted) bus.tell(wanted);
});
bus.hear("said", ({ words }) => (bar.querySelector("[data-said]").textContent = words));
bus.hear("here", () => device.ready({ take: true }).then(() => outbox.now(), () => bus.tell("try")));
bus.hear("opened", (state) => paper.replace(state, [...store.waiting(), ...store.coming.events()]));
bus.hear("shown", ({ question }) => question && here.write("at", question));
bus.hear("stopped", () => (outbox.running = false));
addEventListener("beforeunload", (event) => !store.kept && store.waiting().length && event.preventDefault());

drafts.tell();
paper.redraw();
pager.start(here.read("at") ?? 1);
new Clock(bar, bus, Number(remainingMs), here);
tab(bus, `exam-${attempt}`, async () => {
  await store.opened;
  await store.load();
  drafts.load();
  paper.redraw();
  drafts.give();
  paper.apply(store.events.filter((event) => event.epoch === null || event.epoch >= Number(epoch)));
  device.mine = false;
  outbox.running = true;
  outbox.now();
});
navigator.storage?.persist?.().catch(() => undefined);
addEventListener("load", () => offline(root));
