// One question after the other; the focus goes to the next question or to the outcome.
import { enhance, found, only } from "../parts.js";

enhance("active-or-latent", (part) => {
  const questions = found(part, "question");
  const outcomes = found(part, "outcome");
  const steps = [...questions, ...outcomes];
  const [again] = found(part, "again");

  function show(step) {
    only(steps, step);
    again.hidden = step === questions[0];
  }

  function go(step) {
    show(step);
    step.focus();
  }

  questions.forEach((question, index) => {
    const named = (id) => outcomes.find((each) => each.dataset.outcome === id);
    const next = questions[index + 1] ?? named("active");
    question.addEventListener("click", (event) => {
      const says = event.target.closest("[data-says]")?.dataset.says;
      if (says) go(says === "yes" ? next : named(question.dataset.otherwise));
    });
  });
  again.addEventListener("click", () => go(questions[0]));
  show(questions[0]);
});
