// The time left, by the server's clock: it runs on the browser's steady one, and is set anew with every reply.
const MARKS = [10, 5, 1];
const MINUTE = 60_000;

export class Clock {
  #anchor = null;
  #over = false;
  #marks;

  constructor(bar, bus, remaining, wish) {
    Object.assign(this, { bar, bus, wish });
    this.text = bar.querySelector("[data-clock]");
    this.text.setAttribute("role", "timer");
    const kept = wish.read("clock");
    const passed = kept ? Math.max(0, Date.now() - kept.wall) : 0;
    this.#set(kept ? Math.min(remaining, kept.remaining - passed) : remaining);
    this.#marks = MARKS.filter((minutes) => this.left() > minutes * MINUTE);
    bus.hear("reply", ({ remaining_ms: left }) => left === undefined || this.set(left));
    setInterval(() => this.draw(), 500);
    document.addEventListener("visibilitychange", () => this.draw());
    this.draw();
  }

  // A device that slept has a steady clock that stood still; the larger elapsed time counts until the next reply.
  left() {
    const { remaining, steady, wall } = this.#anchor;
    return Math.max(0, remaining - Math.max(performance.now() - steady, Date.now() - wall));
  }

  set(remaining) {
    this.#set(remaining);
    this.wish.write("clock", { remaining, wall: Date.now() });
    this.draw();
  }

  draw() {
    const left = this.left();
    this.text.textContent = words(left);
    this.text.parentElement.classList.toggle("clock-short", left <= 5 * MINUTE);
    this.#announce(left);
    if ((left === 0) === this.#over) return;
    this.#over = left === 0;
    this.bus.tell("over", { over: this.#over });
  }

  #set(remaining) {
    this.#anchor = { remaining, steady: performance.now(), wall: Date.now() };
  }

  #announce(left) {
    const passed = this.#marks.filter((minutes) => left <= minutes * MINUTE);
    this.#marks = MARKS.filter((minutes) => left > minutes * MINUTE);
    if (!passed.length || !left) return;
    const minutes = Math.min(...passed);
    this.bar.querySelector("[data-time-said]").textContent = `${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
  }
}

function words(left) {
  const seconds = Math.ceil(left / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
  return parts[0] ? `${parts[0]}:${minutes}:${rest}` : `${minutes}:${rest}`;
}
