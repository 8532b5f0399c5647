// A form with data-kept-form is saved after each change, and says when. Without scripts its buttons save it.
const REST = 800;
const LONGEST = 30_000;

export function attach(root) {
  for (const form of root.querySelectorAll("form[data-kept-form]")) keep(form);
}

function keep(form) {
  const said = form.querySelector("[data-kept]");
  let timer = 0;
  let wait = REST;
  let waiting = false;
  let sending = false;

  const later = (time) => {
    clearTimeout(timer);
    timer = setTimeout(send, time);
  };

  async function send() {
    if (sending) return later(REST);
    sending = true;
    waiting = false;
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (reply.status === 409) return tell("Saved from another tab since. Use “Keep and leave” to compare both.");
      if (!reply.ok) throw new Error(reply.status);
      const { revision, saved } = await reply.json();
      form.elements.revision.value = revision;
      wait = REST;
      if (!waiting) tell(`Kept ${saved}`);
    } catch {
      waiting = true;
      wait = Math.min(wait * 2, LONGEST);
      tell("Not kept yet. It stays on this page and is tried again.");
      later(wait);
    } finally {
      sending = false;
    }
  }

  function tell(words) {
    said.textContent = words;
  }

  form.addEventListener("input", () => {
    waiting = true;
    later(REST);
  });
  form.addEventListener("submit", () => {
    waiting = false;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => waiting && event.preventDefault());
}

attach(document);
