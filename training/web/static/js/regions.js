// Drawing regions and named places of a figure: clicks and buttons write the numbers of the form, which stay what counts.
const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = {
  rectangle: [400, 400, 600, 600],
  ellipse: [500, 500, 100, 100],
  polygon: [500, 400, 600, 600, 400, 600],
  point: [500, 500],
};
const ACTS = {
  left: (at, shape) => shifted(at, shape, [-10, 0]),
  right: (at, shape) => shifted(at, shape, [10, 0]),
  up: (at, shape) => shifted(at, shape, [0, -10]),
  down: (at, shape) => shifted(at, shape, [0, 10]),
  larger: (at, shape) => scaled(at, shape, 1.1),
  smaller: (at, shape) => scaled(at, shape, 1 / 1.1),
  middle: (_at, shape) => MIDDLE[shape],
  again: () => [],
};

export function attach(root) {
  for (const pane of root.querySelectorAll("[data-regions]:not([data-regions-ready])")) prepare(pane);
}

function prepare(pane) {
  const form = pane.closest("form");
  const figure = pane.querySelector("[data-regions-figure]");
  const what = pane.querySelector("[data-regions-what]");
  pane.dataset.regionsReady = "";
  if (!figure) return;
  const parts = [...form.querySelectorAll("input[name$='-at']")].map((at) => part(form, at));
  what.replaceChildren(...parts.map((each, index) => new Option(each.label(), index)));
  pane.querySelector("[data-regions-tools]").hidden = !parts.length;
  figure.addEventListener("click", (event) => {
    const box = figure.getBoundingClientRect();
    const point = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((share) => inside(share * 1000));
    if (parts[what.value]) write(parts[what.value], clicked(parts[what.value], point));
  });
  pane.addEventListener("click", (event) => {
    const act = event.target.closest("[data-regions-act]")?.dataset.regionsAct;
    if (act && parts[what.value]) write(parts[what.value], ACTS[act](parts[what.value].numbers(), parts[what.value].shape()));
  });
  const redraw = () => draw(pane, parts, what);
  form.addEventListener("input", redraw);
  what.addEventListener("change", redraw);
  redraw();
}

function part(form, at) {
  const field = (name) => form.elements[at.name.replace(/at$/, name)];
  const shape = () => field("shape")?.value ?? "point";
  return {
    at,
    shape,
    label: () => (field("shape") ? `Region ${field("id").value.toUpperCase()}` : `Place ${field("id").value.toUpperCase()}: ${field("text").value}`),
    tone: () => (field("correct")?.checked ? "right" : field("dangerous")?.checked ? "danger" : "other"),
    numbers: () => at.value.split(/[\s,;]+/).filter(Boolean).map(Number),
  };
}

function clicked(each, [x, y]) {
  const at = each.numbers();
  if (each.shape() === "polygon") return [...at, x, y];
  if (each.shape() === "point" || at.length !== 2) return [x, y];
  if (each.shape() === "ellipse") return [...at, Math.max(1, Math.abs(x - at[0])), Math.max(1, Math.abs(y - at[1]))];
  return [Math.min(x, at[0]), Math.min(y, at[1]), Math.max(x, at[0]), Math.max(y, at[1])];
}

function write(each, numbers) {
  each.at.value = numbers.join(" ");
  each.at.dispatchEvent(new Event("input", { bubbles: true }));
}

function draw(pane, parts, what) {
  const shapes = parts.map((each, index) => {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `hotspot-region hotspot-region-${each.tone()}${Number(what.value) === index ? " hotspot-region-chosen" : ""}`);
    group.append(outline(each.shape(), each.numbers()));
    return group;
  });
  pane.querySelector("[data-regions-shapes]").replaceChildren(...shapes);
  const each = parts[what.value];
  pane.querySelector("[data-regions-said]").textContent = each ? `${each.label()}: ${each.at.value || "no numbers yet"}` : "";
}

function outline(shape, at) {
  const node = document.createElementNS(SVG, shape === "ellipse" && at.length === 4 ? "ellipse" : "polygon");
  const [a, b, c, d] = at;
  const corners = shape === "rectangle" && at.length === 4 ? [a, b, c, b, c, d, a, d] : at.length === 2 ? [a - 6, b - 6, a + 6, b - 6, a + 6, b + 6, a - 6, b + 6] : at;
  if (node.tagName === "polygon") node.setAttribute("points", corners.join(" "));
  else ["cx", "cy", "rx", "ry"].forEach((name, index) => node.setAttribute(name, at[index]));
  return node;
}

function scaled(at, shape, factor) {
  if (shape === "ellipse") return [at[0], at[1], ...at.slice(2).map((radius) => Math.max(1, inside(radius * factor)))];
  const middle = [0, 1].map((axis) => mean(at.filter((_value, index) => index % 2 === axis)));
  return at.map((value, index) => inside(middle[index % 2] + (value - middle[index % 2]) * factor));
}

const shifted = (at, shape, by) => at.map((value, index) => (shape === "ellipse" && index > 1 ? value : inside(value + by[index % 2])));
const inside = (value) => Math.min(1000, Math.max(0, Math.round(value)));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
