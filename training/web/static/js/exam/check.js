// Checking before submitting: what is answered, flagged, not sent yet; the dialog names the gaps once more.
//
// What an answer lacks the server says, by the rules of its own page; of one it has not seen, whether fields are blank.
import { answers } from "./chip.js";
import { asOne, flagWords, gapWords, longWords } from "./left.js";

export function attach(view, dialog, bus, paper, pager, ending) {
  const part = (name) => view.querySelector(`[data-check-${name}]`);
  const row = view.querySelector("template").content.firstElementChild;
  const open = () => paper.said.flatMap((said, index) => (said.answer.length ? [] : [index + 1]));
  let unsent = new Set();
  let long = new Set();
  let judged = {};
  let stale = true;

  const ask = () => pager.checking && stale && bus.tell("try");

  function draw() {
    if (!pager.checking) return;
    const [gaps, all] = [open(), paper.said.length];
    part("list").replaceChildren(...paper.said.map((said, index) => line(index + 1, said)));
    part("sum").textContent = `${all - gaps.length} of ${all} questions answered, ${paper.said.filter((said) => said.flagged).length} flagged.`;
    part("gaps").replaceChildren(...left(gaps).map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    part("back").href = `#q${pager.question}`;
    part("submit").querySelector("span").textContent = gaps.length ? `Submit ${all - gaps.length} of ${answers(all)}` : "Submit the exam";
    part("wait").hidden = !unsent.size;
    part("unsent").textContent = `${answers(unsent.size)} must still be sent before you can submit: ${asOne(unsent)}.`;
    part("submit").setAttribute("aria-disabled", unsent.size > 0);
  }

  // What is worth another look before submitting, from what this page knows, with a connection or without.
  function left(gaps) {
    const flagged = paper.said.flatMap((said, index) => (said.flagged ? [index + 1] : []));
    return [gapWords(gaps), longWords(long), flagWords(flagged)].filter(Boolean);
  }

  function line(number, { answer, flagged }) {
    const item = row.cloneNode(true);
    const lacks = judged[number] ?? blanks(paper.sections[number - 1].dataset, answer);
    const advice = lacks && answer.length ? `. ${lacks}` : "";
    Object.assign(item.querySelector("a"), { href: `#q${number}`, textContent: `Question ${number}` });
    item.querySelector(answer.length ? "[data-open]" : "[data-done]").remove();
    if (!flagged) item.querySelector("[data-flagged]").remove();
    item.querySelector("[data-words]").textContent = `${answer.length ? "answered" : "not answered"}${flagged ? ", flagged" : ""}${unsent.has(number) ? ", not sent yet" : ""}${long.has(number) ? ", what you wrote last is too long and not saved" : ""}${advice}`;
    return item;
  }

  part("submit").addEventListener("click", () => {
    if (unsent.size) return;
    dialog.querySelector("[data-gaps]").textContent = left(open()).join(" ") || "Every question is answered.";
    dialog.querySelector("[data-said]").textContent = "";
    dialog.showModal();
  });

  dialog.querySelector("[data-submit-now]").addEventListener("click", async () => {
    const said = dialog.querySelector("[data-said]");
    said.dataset.tone = "quiet";
    said.textContent = "Submitting…";
    try {
      await ending.submit();
    } catch {
      said.dataset.tone = "";
      said.textContent = "Not submitted yet: the server cannot be reached. Your answers are kept; try again.";
    }
  });

  bus.hear("drawn", draw);
  bus.hear("drafts", ({ slots }) => {
    long = slots;
    draw();
  });
  bus.hear("shown", () => {
    draw();
    ask();
  });
  bus.hear("act", ({ slot, kind }) => {
    if (kind === "seen") return;
    delete judged[slot];
    stale = true;
  });
  bus.hear("reply", ({ advice }) => {
    if (!advice) return;
    judged = Object.fromEntries(paper.said.map((_said, index) => [index + 1, advice[index + 1] ?? ""]));
    unsent.forEach((slot) => delete judged[slot]);
    stale = false;
  });
  bus.hear("queue", ({ slots, trouble }) => {
    unsent = slots;
    draw();
    if (!trouble && !slots.size) ask();
  });
}

function blanks({ whole, advice }, answer) {
  const filled = answer.filter((value) => value.trim()).length;
  return filled && filled < whole ? advice : "";
}
