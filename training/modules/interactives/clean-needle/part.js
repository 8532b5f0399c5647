// Each step is asked for before it is shown: three buttons name the next step and two later ones (or earlier, at the end).
import { enhance, found } from "../parts.js";

enhance("clean-needle", (part) => {
  const steps = found(part, "step");
  const buttons = found(part, "choice");
  const [verdict, count, done, again] = ["verdict", "count", "done", "again"].map((name) => found(part, name)[0]);
  let next = 0;

  function offered() {
    const others = [1, 2, 3, 4].map((on) => (next + on) % steps.length).filter((index) => index > next);
    const wrong = [...others, 0, 1].slice(0, 2);
    const names = [next, ...wrong];
    return names.map((_name, place) => names[(place + next) % 3]);
  }

  function show() {
    steps.forEach((step, index) => (step.hidden = index >= next));
    const over = next === steps.length;
    done.hidden = !over;
    again.hidden = !next;
    count.textContent = over ? "" : `Step ${next + 1} of ${steps.length}`;
    buttons.forEach((button) => (button.hidden = over));
    if (over) return again.focus();
    offered().forEach((index, place) => {
      buttons[place].textContent = steps[index].dataset.step;
      buttons[place].dataset.choice = index;
    });
  }

  function choose(event) {
    const index = Number(event.currentTarget.dataset.choice);
    if (index === next) {
      next += 1;
      verdict.textContent = next === steps.length ? `Right. ${done.textContent}` : `Right: ${steps[index].dataset.step}.`;
      show();
    } else verdict.textContent = index < next ? `${steps[index].dataset.step} was done already.` : `Not yet. ${steps[index].dataset.early}`;
  }

  buttons.forEach((button) => button.addEventListener("click", choose));
  again.addEventListener("click", () => {
    next = 0;
    verdict.textContent = "";
    show();
    buttons[0].focus();
  });
  show();
});
