import { typed } from "./fields.js";

// Answers, flags, options ruled out: each change in the page becomes an act, in the handler itself.
export function attach(root, bus, paper, pager, drafts) {
  root.addEventListener("change", (event) => {
    const section = event.target.closest("[data-question]");
    if (!section || event.target.closest("fieldset").disabled) return;
    if (drafts.judge(section)) return;
    const slot = Number(section.dataset.question);
    const value = paper.value(slot);
    const said = paper.at(slot).answer;
    if (typed(event.target) && value.join("\n") === said.join("\n")) {
      drafts.end(slot);
      return bus.tell("try");
    }
    bus.tell("act", value.length ? { slot, kind: "answer", value } : { slot, kind: "clear" });
    const place = event.target.value;
    if (event.target.checked && paper.at(slot).out.includes(place)) bus.tell("act", { slot, kind: "restore", value: [place] });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rule-out], [data-clear-answer], [data-flag]");
    if (!button || button.disabled) return;
    const slot = pager.question;
    if (button.matches("[data-rule-out]")) {
      const { place } = button.closest("[data-place]").dataset;
      const kind = paper.at(slot).out.includes(place) ? "restore" : "eliminate";
      bus.tell("act", { slot, kind, value: [place] });
    } else if (button.matches("[data-clear-answer]")) {
      bus.tell("act", { slot, kind: "clear" });
      pager.heading().focus();
    } else {
      bus.tell("act", { slot, kind: paper.at(slot).flagged ? "unflag" : "flag" });
    }
  });

  // Enter in a question would send the form of the page without scripts.
  root.addEventListener("submit", (event) => event.target.matches(".question") && event.preventDefault());
  ruleOutButtons(root);
}

function ruleOutButtons(root) {
  const template = root.querySelector("[data-rule-out-button]");
  for (const option of root.querySelectorAll(".option")) {
    const button = template.content.firstElementChild.cloneNode(true);
    button.ariaLabel = `Rule out: ${option.querySelector("label").textContent.trim()}`;
    option.append(button);
  }
}
