// Marks on a figure: a click or tap sets one, the arrow keys walk a sight over it and Enter sets one there. The fields
// of the page without scripts stay in the form and are what is posted; they tell the page by input and change events.
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP = "Figure. Arrow keys move the sight, with Shift by a small step. Enter sets a mark, Delete removes the last one.";

export function attach(root) {
  for (const field of root.querySelectorAll("[data-hotspot]:not([data-hotspot-ready])")) prepare(field);
}

function prepare(field) {
  field.dataset.hotspotReady = "";
  parts(field, "points")[0].hidden = true;
  parts(field, "how")[0].hidden = false;
  parts(field, "plain")[0].hidden = true;
  const [figure] = parts(field, "figure");
  Object.assign(figure, { tabIndex: 0, role: "application", ariaLabel: HELP });
  const sight = { x: 500, y: 500 };
  figure.addEventListener("click", (event) => {
    const box = figure.getBoundingClientRect();
    sight.x = thousandth((event.clientX - box.left) / box.width);
    sight.y = thousandth((event.clientY - box.top) / box.height);
    set(field, sight);
  });
  figure.addEventListener("keydown", (event) => walk(event, field, sight));
  figure.addEventListener("blur", () => place(parts(field, "aim")[0], null));
  parts(field, "remove").forEach((button, index) => button.addEventListener("click", () => (remove(field, index), figure.focus())));
  field.addEventListener("change", (event) => event.target.matches("[data-hotspot-landmark]:checked") && choose(field, event.target));
  field.closest("[data-question]")?.addEventListener("answer-drawn", () => draw(field));
  draw(field);
}

function walk(event, field, sight) {
  if (field.disabled || event.ctrlKey || event.metaKey || event.altKey) return;
  if (STEP[event.key]) {
    const size = event.shiftKey ? 5 : 25;
    sight.x = thousandth((sight.x + STEP[event.key][0] * size) / 1000);
    sight.y = thousandth((sight.y + STEP[event.key][1] * size) / 1000);
    say(field, said(sight));
  } else if (event.key === "Enter" || event.key === " ") set(field, sight);
  else if (event.key === "Delete" || event.key === "Backspace") remove(field, given(field).length - 1);
  else return;
  event.preventDefault();
  place(parts(field, "aim")[0], sight);
}

function set(field, { x, y }) {
  const value = `${x},${y}`;
  if (field.disabled || given(field).includes(value)) return;
  const points = [...given(field), value].slice(-Number(field.dataset.hotspot));
  const listed = parts(field, "landmark").filter((input) => input.checked);
  listed.slice(0, Math.max(0, points.length + listed.length - Number(field.dataset.hotspot))).forEach((input) => (input.checked = false));
  write(field, points);
  say(field, `Mark ${points.length} set, ${said({ x, y })}`);
  tell(field);
}

// As many as there are targets: what is set last takes the place of the oldest mark, or of a choice in the list.
function choose(field, chosen) {
  const most = Number(field.dataset.hotspot);
  const listed = parts(field, "landmark").filter((input) => input.checked);
  write(field, given(field).slice(Math.max(0, given(field).length + listed.length - most)));
  const others = listed.filter((input) => input !== chosen);
  others.slice(0, Math.max(0, listed.length - most)).forEach((input) => (input.checked = false));
  draw(field);
}

function remove(field, index) {
  if (field.disabled || index < 0) return;
  write(field, given(field).filter((_value, other) => other !== index));
  say(field, `Mark ${index + 1} removed`);
  tell(field);
}

function write(field, values) {
  parts(field, "point").forEach((input, index) => (input.value = values[index] ?? ""));
}

function tell(field) {
  draw(field);
  for (const name of ["input", "change"]) parts(field, "point")[0].dispatchEvent(new Event(name, { bubbles: true }));
}

function draw(field) {
  const points = given(field).map((value) => value.split(",").map(Number)).map(([x, y]) => ({ x, y }));
  parts(field, "mark").forEach((mark, index) => place(mark, points[index]));
  parts(field, "remove").forEach((button, index) => (button.hidden = index >= points.length));
}

function place(mark, at) {
  mark.toggleAttribute("data-empty", !at);
  if (!at) return;
  for (const shape of mark.children) {
    shape.setAttribute(shape.tagName === "text" ? "x" : "cx", `${at.x / 10}%`);
    shape.setAttribute(shape.tagName === "text" ? "y" : "cy", `${at.y / 10}%`);
  }
}

const parts = (field, name) => [...field.querySelectorAll(`[data-hotspot-${name}]`)];
const given = (field) => parts(field, "point").map((input) => input.value.replaceAll(" ", "")).filter((value) => /^\d+,\d+$/.test(value));
const thousandth = (share) => Math.min(1000, Math.max(0, Math.round(share * 1000)));
const said = ({ x, y }) => `${Math.round(x / 10)} % across, ${Math.round(y / 10)} % down`;
const say = (field, words) => (parts(field, "said")[0].textContent = words);
