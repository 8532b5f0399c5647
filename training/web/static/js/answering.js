// A page whose fragment is asked for each second says so when the server stops answering, and since when: the fragment
// holds the server's time, as the viewer reads it.
const PATIENCE = 5_000;
const EVERY = 1_000;

export function attach(root) {
  const said = root.querySelector("[data-no-answer]");
  if (said) watch(root, said);
}

function watch(root, said) {
  const at = said.querySelector("[data-answered]");
  let answered = Date.now();

  root.addEventListener("htmx:after:swap", () => {
    answered = Date.now();
    said.hidden = true;
  });
  setInterval(() => {
    if (!said.hidden || Date.now() - answered < PATIENCE) return;
    at.textContent = root.querySelector("[data-answered-at]").dataset.answeredAt;
    said.hidden = false;
  }, EVERY);
}

attach(document);
