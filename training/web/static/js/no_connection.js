// Nothing that was filled in goes into the void: a form sent while the browser is offline stays as it is, and says so.
//
// The browser may be wrong, a site on the same machine needs no network: so the site itself is asked.
const LONGEST = 4000;
const SAID = "You are offline. Nothing was sent, and what you filled in stays here: send it again when the connection is back.";

export function attach(root) {
  root.addEventListener("submit", (event) => navigator.onLine || wait(event), { capture: true });
}

async function wait(event) {
  const { target: form, submitter } = event;
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.dataset.reached) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.querySelector("[data-offline]")?.remove();
  if (!(await reached())) return form.append(told());
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
  delete form.dataset.reached;
}

async function reached() {
  try {
    await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    return true;
  } catch {
    return false;
  }
}

function told() {
  const words = document.createElement("p");
  words.className = "field-error";
  words.setAttribute("role", "alert");
  words.dataset.offline = "";
  words.textContent = SAID;
  return words;
}
