// Signs of study: one when the page opens, then one a minute while it is visible and was used within two minutes.
// The server's clock decides what a sign is worth; a sign carries no time.
const QUIET = 120_000;
const MINUTE = 60_000;

const page = document.querySelector("[data-study]");
let used = performance.now();

for (const name of ["scroll", "keydown", "pointerdown", "pointermove", "touchmove"]) {
  addEventListener(name, () => { used = performance.now(); }, { passive: true, capture: true });
}

async function give(url) {
  try {
    const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": page.dataset.token }, keepalive: true });
    if (answer.ok && !answer.redirected) show((await answer.json()).seconds);
  } catch {
    // Offline: this minute is not credited, and the next sign is tried again.
  }
}

function show(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const words = hours && rest ? `${hours} h ${rest} min` : hours ? `${hours} h` : `${rest} min`;
  document.querySelectorAll("[data-study-sum]").forEach((place) => { place.textContent = words; });
}

function studying() {
  return document.visibilityState === "visible" && performance.now() - used < QUIET;
}

function opened() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", opened);
  give(page.dataset.opened);
  setInterval(() => { if (studying()) give(page.dataset.sign); }, MINUTE);
}

if (page) {
  document.addEventListener("visibilitychange", opened);
  opened();
}
