// Changing a field's text as if it had been typed: the browser can undo it, and everybody who listens hears of it.
export function replace(field, start, end, text, select = [text.length, text.length]) {
  field.focus();
  field.setSelectionRange(start, end);
  if (text !== field.value.slice(start, end) && !document.execCommand(text ? "insertText" : "delete", false, text)) {
    field.setRangeText(text, start, end);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(start + select[0], start + select[1]);
}

// The whole lines that a selection touches.
export function lines(field) {
  const { value, selectionStart, selectionEnd } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(selectionStart, selectionEnd - 1));
  return { start, end: next < 0 ? value.length : next };
}
