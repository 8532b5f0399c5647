// One tab at a time takes answers. Another one waits until that is closed, or takes over when it is asked to.
export function attach(bus, name, held) {
  if (!navigator.locks) return held();
  const told = (on) => bus.tell("lock", { why: "tab", on });

  const ask = (options) =>
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) return wait();
        told(false);
        held();
        return new Promise(() => {});
      })
      .catch(wait);

  function wait() {
    told(true);
    bus.tell("stopped");
    ask({});
  }

  bus.hear("tab", () => ask({ steal: true }));
  ask({ ifAvailable: true });
}
