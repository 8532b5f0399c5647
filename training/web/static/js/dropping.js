// A picture dropped on the editor or pasted into it is stored like one that is chosen: a field of names gets its name, a text
// the Markdown that shows it, the caret where its words go. Without scripts a picture is chosen from a list of files.
import { replace } from "./typing.js";

const FIELDS = "textarea, [data-drop=name]";
const PANE = "[data-regions]";

export function attach(root) {
  const part = root.querySelector("[data-dropping]");
  const form = part?.closest("form");
  if (!form) return;
  form.addEventListener("dragover", (event) => aim(event, form) && event.dataTransfer.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => take(event, event.dataTransfer, part, form));
  form.addEventListener("paste", (event) => !event.clipboardData.getData("text/plain") && take(event, event.clipboardData, part, form));
}

// What a picture is for: the field it was dropped on; on the pane where regions are drawn, the figure.
function aim({ target }, form) {
  if (target.matches(FIELDS)) return target;
  return target.closest(PANE) && form.elements.figure;
}

function take(event, data, part, form) {
  const field = aim(event, form);
  const file = [...data.files].find(({ type }) => type.startsWith("image/"));
  if (!file || !field || field.readOnly) return;
  event.preventDefault();
  store(file, field, part.dataset.dropping, form);
}

async function store(file, field, address, form) {
  const said = telling(field);
  said.textContent = `Adding ${file.name} …`;
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("picture", file, tidy(file.name));
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  const { name, words } = (await answer?.json().catch(() => null)) ?? {};
  said.textContent = name ? `${name} is added. Say in words what it shows.` : (words ?? "Not added: the server did not take it. Try again.");
  if (name) put(name, field, form);
}

function put(name, field, form) {
  if (!field.matches("textarea")) return show(name, field, form);
  field.focus();
  const { selectionStart: from, selectionEnd: to } = field;
  replace(field, from, to, `![](figure:${name})`, [2, 2]);
}

// Regions are drawn on the figure the page shows: the form brings it back with the new one.
function show(name, field, form) {
  field.value = name;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  const button = field.name === "figure" && form.querySelector("[data-show-figure]");
  if (button) button.click();
  else form.elements[field.name.replace(/figure$/, "alt")]?.focus();
}

function telling(field) {
  const beside = field.parentElement.querySelector("[data-drop-said]");
  if (beside) return beside;
  const said = Object.assign(document.createElement("p"), { className: "field-help", role: "status" });
  said.dataset.dropSaid = "";
  field.after(said);
  return said;
}

const tidy = (name) => name.normalize("NFKD").replace(/[^A-Za-z0-9.]+/g, "-").replace(/^[-.]+|-+(?=\.)/g, "") || "picture.png";
