// A form with data-kept-form is saved after each change, and says when. Without scripts its buttons save it.
const REST = 800;
const LONGEST = 30_000;
const SIGNED_OUT = "Not kept: your sign-in has ended. Press “Keep and leave”: you sign in, and the form comes back as it is.";
const WORDS = {
  400: SIGNED_OUT,
  401: SIGNED_OUT,
  404: "Not kept: this form was recorded or thrown away elsewhere. Copy from it what you still need.",
  409: "Saved from another tab since. Use “Keep and leave” to compare both.",
};

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

  async function send(last = false) {
    if (sending) return later(REST);
    clearTimeout(timer);
    sending = true;
    waiting = false;
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
        keepalive: last,
      });
      if (WORDS[reply.status]) return failed(WORDS[reply.status]);
      if (!reply.ok) throw new Error(reply.status);
      const { revision, saved } = await reply.json();
      for (const field of document.querySelectorAll("input[name=revision]")) field.value = revision;
      wait = REST;
      if (!waiting) tell(`Kept ${saved}`);
    } catch {
      failed("Not kept yet. It stays on this page and is tried again.");
      wait = Math.min(wait * 2, LONGEST);
      later(wait);
    } finally {
      sending = false;
    }
  }

  function failed(words) {
    waiting = true;
    tell(words);
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
  // A tablet that goes to sleep or closes the page gives no other sign.
  document.addEventListener("visibilitychange", () => document.hidden && waiting && send(true));
  addEventListener("focus", () => waiting && later(0));
  addEventListener("beforeunload", (event) => waiting && event.preventDefault());
}

attach(document);
