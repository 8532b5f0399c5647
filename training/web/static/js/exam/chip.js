// The save state in the bar. It says "Saved" only when the server has acknowledged everything.
const ICONS = { saved: "circle-check", blank: "circle-dashed", waiting: "refresh-cw", offline: "cloud-off", held: "triangle-alert", locked: "lock" };
const SAVING = ["waiting", "Saving…"];
const FRESH = { slots: new Set(), unkept: 0, kept: true };

export function attach(chip, bus, time, given) {
  const text = chip.querySelector("span");
  const use = chip.querySelector("use");
  const sprite = use.getAttribute("href").split("#")[0];

  function say(state, words) {
    if (chip.dataset.state !== state) use.setAttribute("href", `${sprite}#${ICONS[state]}`);
    chip.dataset.state = state;
    if (text.textContent !== words) text.textContent = words;
  }

  let typing = false;
  let queue = FRESH;
  let locked = new Map();
  let long = 0;

  function draw() {
    const said = words({ ...queue, long, given }, locked, time);
    say(...(typing && ["saved", "blank"].includes(said[0]) ? SAVING : said));
  }

  draw();
  bus.hear("act", ({ kind }) => {
    if (kind === "seen") return;
    queue = { ...queue, unkept: 1 };
    say(...SAVING);
  });
  bus.hear("typing", ({ on }) => {
    typing = on;
    if (on && !long) say(...SAVING);
  });
  bus.hear("queue", (told) => {
    queue = told;
    draw();
  });
  bus.hear("drafts", ({ slots }) => {
    long = slots.size;
    draw();
  });
  bus.hear("locked", ({ why }) => {
    locked = why;
    draw();
  });
}

// What another tab sends is not this one's to speak of; what another device does not know is sent from here all the same.
function words({ slots, unkept, trouble, at, kept, aside, long, given }, locked, time) {
  const waiting = slots.size;
  if (locked.has("tab") && (kept || !waiting)) return ["locked", "Read only: open in another tab"];
  if (waiting && !kept && trouble) return ["offline", `Not saved on this device: ${answers(waiting)} waiting`];
  if (waiting && trouble) return ["offline", `${answers(waiting)} waiting to be sent`];
  if (waiting || unkept) return SAVING;
  if (locked.has("elsewhere")) return ["locked", "Read only: open on another device"];
  if (long) return ["held", `${answers(long)} too long, not saved`];
  if (aside) return ["held", `${answers(aside)} put aside`];
  if (!kept && !at) return ["offline", "Not saved on this device"];
  if (!at) return trouble ? ["offline", "No connection yet"] : ["blank", "Answers save themselves"];
  if (!given()) return ["blank", "Nothing to save yet"];
  return ["saved", `Saved ${time(at)}`];
}

export function answers(number) {
  return `${number} ${number === 1 ? "answer" : "answers"}`;
}
