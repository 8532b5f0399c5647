// The map of all questions: which are answered, which flagged, where one is; each said in words as well.
export function attach(map, bus, paper, pager, flag) {
  const links = [...map.querySelectorAll("li a")];
  const summary = map.querySelector("summary");
  const icon = map.querySelector("[data-flag-icon]");
  if (!matchMedia("(min-width: 62rem)").matches) map.querySelector("details").open = false;
  map.querySelector("[data-check]").href = "#check";

  let long = new Set();

  const draw = () => {
    links.forEach((link, index) => drawLink(link, index + 1, paper.at(index + 1)));
    const answered = paper.said.filter((said) => said.answer.length).length;
    const flagged = paper.said.filter((said) => said.flagged).length;
    summary.textContent = `${answered} of ${links.length} answered, ${flagged} flagged`;
    flag.setAttribute("aria-pressed", paper.at(pager.question).flagged);
  };

  function drawLink(link, number, { answer, flagged }) {
    link.classList.toggle("is-answered", answer.length > 0);
    link.classList.toggle("is-unsaved", long.has(number));
    link.ariaLabel = `Question ${number}, ${answer.length ? "answered" : "not answered"}${flagged ? ", flagged" : ""}${long.has(number) ? ", too long and not saved" : ""}`;
    if (flagged !== Boolean(link.querySelector("svg"))) {
      if (flagged) link.append(icon.content.cloneNode(true));
      else link.querySelector("svg").remove();
    }
  }

  bus.hear("drawn", draw);
  bus.hear("drafts", ({ slots }) => {
    long = slots;
    draw();
  });
  bus.hear("shown", ({ question }) => {
    links.forEach((link, index) => {
      if (index + 1 === question) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    map.hidden = question === null;
    draw();
  });
}
