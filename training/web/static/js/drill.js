// The clock of the drill. It takes nothing away: when it runs out, the choice that follows is noted as late.
const clock = document.querySelector("[data-drill-clock]");
const [left, said, late, pace, stop] = ["left", "said", "late", "pace", "stop"].map((name) => document.querySelector(`[data-drill-${name}]`));
const seconds = Number(clock.dataset.drillClock);
const ends = performance.now() + seconds * 1000;
const WARNED = seconds > 20 ? 10 : 5;

function tick() {
  const rest = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  left.textContent = rest ? `${rest} s left` : "Time is over";
  if (rest === WARNED) said.textContent = `${WARNED} seconds left.`;
  if (rest) return;
  clearInterval(ticking);
  late.value = "y";
  said.textContent = "In the room somebody would be waiting by now. Choose all the same: nothing is lost.";
}

function off() {
  clearInterval(ticking);
  pace.value = "";
  late.value = "";
  left.textContent = "The clock is off";
  said.textContent = "Take the time you need.";
  stop.hidden = true;
}

const ticking = setInterval(tick, 250);
clock.hidden = false;
stop.addEventListener("click", off);
tick();
