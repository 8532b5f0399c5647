// The keys of the editor. Each presses a button of the page, so that it does what the button does and no more.
const LIST = /^(\w+):(add|up|down|remove)(?::(\d+))?$/;
const PLACE = "needlewise-editor-place";

// Alt with an arrow opens these, which nobody may take away.
const OPENS = "select, input[type=date]";

export function attach(root) {
  for (const part of root.querySelectorAll("[data-keys]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-autosave]")) {
    const form = part.closest("form");
    form.addEventListener("keydown", (event) => press(form, event));
    form.addEventListener("submit", (event) => remember(form, event.submitter));
    goOn(form);
  }
}

function press(form, event) {
  const button = wanted(form, event);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function wanted(form, { code, altKey, ctrlKey, metaKey, shiftKey, target }) {
  if (code === "Enter" && (ctrlKey || metaKey) && !altKey) return form.querySelector("button[value=save]:not([aria-hidden])");
  if (!altKey || ctrlKey || metaKey || shiftKey) return null;
  const entry = target.closest(".editor-part");
  const named = (verb) => entry?.querySelector(`button[value*=":${verb}:"]`);
  const list = LIST.exec(named("remove")?.value ?? "")?.[1];
  const keys = {
    ArrowUp: () => !target.matches(OPENS) && named("up"),
    ArrowDown: () => !target.matches(OPENS) && named("down"),
    KeyN: () => form.querySelector(list ? `button[value="${list}:add"]` : "button[value$=':add']"),
    KeyR: () => form.querySelector("button[value='save:review']"),
    KeyC: () => form.querySelector("[data-duplicate]"),
    KeyK: () => entry?.querySelector("input[type=checkbox][name$='-correct']"),
  };
  return keys[code]?.();
}

// Moving and adding send the form: the entry it was about is where one goes on writing.
function remember(form, submitter) {
  const [, list, verb, place] = LIST.exec(submitter?.value ?? "") ?? [];
  if (!list) return;
  const count = form.querySelectorAll(`button[value^="${list}:remove:"]`).length;
  const at = { add: count + 1, up: place - 1, down: Number(place) + 1, remove: Math.max(1, Math.min(place, count - 1)) }[verb];
  sessionStorage.setItem(PLACE, `${list}:remove:${at}`);
}

function goOn(form) {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  const entry = place && form.querySelector(`button[value="${place}"]`)?.closest(".editor-part");
  (entry?.querySelector("textarea") ?? entry?.querySelector("input"))?.focus();
}
