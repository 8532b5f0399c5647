// A page whose fragment is asked for each second says so when the server stops answering, and since when.
const PATIENCE = 5_000;
const EVERY = 1_000;

export function attach(root) {
  const said = root.querySelector("[data-no-answer]");
  if (said) watch(root, said);
}

function watch(root, said) {
  const at = said.querySelector("[data-answered]");
  let answered = new Date();

  root.addEventListener("htmx:after:swap", () => {
    answered = new Date();
    said.hidden = true;
  });
  setInterval(() => {
    if (!said.hidden || Date.now() - answered < PATIENCE) return;
    at.textContent = answered.toLocaleTimeString([], { hour12: false });
    said.hidden = false;
  }, EVERY);
}

attach(document);
