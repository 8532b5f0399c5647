// Rows are hidden and moved; how many are left is said.
import { enhance, found } from "../parts.js";

const ORDERS = {
  place: (one, other) => one.dataset.place - other.dataset.place,
  name: (one, other) => one.cells[0].textContent.localeCompare(other.cells[0].textContent),
  certainty: (one, other) => one.dataset.certainty - other.dataset.certainty || ORDERS.place(one, other),
  trials: (one, other) => other.dataset.trials - one.dataset.trials || ORDERS.place(one, other),
};

enhance("evidence-table", (part) => {
  const rows = found(part, "state");
  const [level] = found(part, "level-chosen");
  const words = part.querySelector("[type=search]");
  const order = part.querySelector("#evidence-table-order");

  function fits(row) {
    const text = row.textContent.toLowerCase();
    return (!level.value || row.dataset.level === level.value) && words.value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  function show() {
    rows.forEach((row) => (row.hidden = !fits(row)));
    [...rows].sort(ORDERS[order.value]).forEach((row) => row.parentElement.append(row));
    const left = rows.filter((row) => !row.hidden).length;
    found(part, "count")[0].textContent = left ? `${left} of ${rows.length} rows` : "No row has this. Choose any certainty or fewer words.";
  }

  [level, order].forEach((list) => list.addEventListener("change", show));
  words.addEventListener("input", show);
  show();
});
