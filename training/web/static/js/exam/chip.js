// The save state in the bar. It says "Saved" only when the server has acknowledged everything.
const ICONS = { saved: "circle-check", waiting: "refresh-cw", offline: "cloud-off", held: "triangle-alert" };
const SAVING = ["waiting", "Saving…"];

export function attach(chip, bus, time) {
  const text = chip.querySelector("span");
  const use = chip.querySelector("use");
  const sprite = use.getAttribute("href").split("#")[0];

  function say(state, words) {
    if (chip.dataset.state !== state) use.setAttribute("href", `${sprite}#${ICONS[state]}`);
    chip.dataset.state = state;
    if (text.textContent !== words) text.textContent = words;
  }

  let typing = false;

  say("saved", "Answers save themselves");
  bus.hear("act", ({ kind }) => kind === "seen" || say(...SAVING));
  bus.hear("typing", ({ on }) => {
    typing = on;
    if (on) say(...SAVING);
  });
  bus.hear("queue", (queue) => {
    const said = words(queue, time);
    say(...(typing && said[0] === "saved" ? SAVING : said));
  });
}

function words({ slots, unkept, trouble, at, kept, aside }, time) {
  const waiting = slots.size;
  if (waiting && !kept && trouble) return ["offline", `Not saved on this device: ${answers(waiting)} waiting`];
  if (waiting && trouble) return ["offline", `${answers(waiting)} waiting to be sent`];
  if (waiting || unkept) return SAVING;
  if (aside) return ["held", `${answers(aside)} put aside`];
  if (!at) return kept ? ["saved", "Answers save themselves"] : ["offline", "Not saved on this device"];
  return ["saved", `Saved ${time(at)}`];
}

export function answers(number) {
  return `${number} ${number === 1 ? "answer" : "answers"}`;
}
