// Ordering without dragging: rows with Up and Down keep the lists of the form in step, so what is posted stays the same.
// Untouched lists stay empty, which is unanswered; the first move or "Keep this order" fills them all.
export function attach(root) {
  for (const field of root.querySelectorAll("[data-ordering]:not([data-ordering-ready])")) prepare(field);
}

function prepare(field) {
  field.dataset.orderingReady = "";
  field.querySelector("[data-ordering-places]").hidden = true;
  for (const moves of field.querySelectorAll("[data-ordering-moves]")) moves.hidden = field.disabled;
  field.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move], [data-ordering-keep]");
    if (!button || field.disabled) return;
    event.preventDefault();
    if (button.dataset.move) move(field, button);
    else keep(field);
  });
  limits(field);
}

// Show an order, or a part of one; places as the lists hold them, none for an unanswered question.
export function arrange(field, places) {
  const all = rows(field);
  const shown = places.length === all.length ? places : all.map((row) => row.dataset.place).sort((one, other) => one - other);
  if (shown.join() !== all.map((row) => row.dataset.place).join()) {
    shown.forEach((place) => field.querySelector("[data-ordering-rows]").append(all.find((row) => row.dataset.place === place)));
    limits(field);
  }
  field.querySelectorAll("[data-ordering-places] select").forEach((list, index) => (list.value = places[index] ?? ""));
  field.querySelector("[data-ordering-keep]").value = shown.join(" ");
}

function move(field, button) {
  const row = button.closest("[data-place]");
  const neighbour = button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  if (button.dataset.move === "up") neighbour.before(row);
  else neighbour.after(row);
  limits(field);
  answer(field);
  const places = rows(field);
  say(field, `Now step ${places.indexOf(row) + 1} of ${places.length}`);
  const stuck = button.getAttribute("aria-disabled") === "true";
  (stuck ? row.querySelector(`[data-move]:not([aria-disabled="true"])`) : button).focus();
}

function keep(field) {
  answer(field);
  say(field, "This order is your answer");
}

function answer(field) {
  const lists = field.querySelectorAll("[data-ordering-places] select");
  const order = rows(field).map((row) => row.dataset.place);
  lists.forEach((list, index) => (list.value = order[index]));
  field.querySelector("[data-ordering-keep]").value = order.join(" ");
  lists[0].dispatchEvent(new Event("change", { bubbles: true }));
}

function limits(field) {
  const places = rows(field);
  places.forEach((row, index) => {
    row.querySelector("[data-move=up]").setAttribute("aria-disabled", index === 0);
    row.querySelector("[data-move=down]").setAttribute("aria-disabled", index === places.length - 1);
  });
}

function rows(field) {
  return [...field.querySelectorAll("[data-ordering-rows] > [data-place]")];
}

function say(field, text) {
  field.querySelector("[data-ordering-said]").textContent = text;
}
