// Seconds on each question, counted while the page is visible and takes answers; told when the question is left.
export function attach(bus) {
  let slot = null;
  let since = 0;
  let locked = false;

  function stop() {
    const seconds = since ? Math.round((performance.now() - since) / 1000) : 0;
    since = 0;
    if (seconds) bus.tell("act", { slot, kind: "seen", value: seconds });
  }

  function go() {
    since = slot && !locked && !document.hidden ? performance.now() : 0;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : go()));
  bus.hear("leaving", stop);
  bus.hear("shown", ({ question }) => {
    stop();
    slot = question;
    go();
  });
  bus.hear("locked", ({ why }) => {
    if (why.size && !locked) stop();
    locked = why.size > 0;
    if (!locked && !since) go();
  });
}
