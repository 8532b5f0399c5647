// What is pasted from a word processor or a page into a Markdown field keeps emphasis, links and lists, and no more.
import { markdown } from "./rich_text.js";
import { replace } from "./typing.js";

const UNSEEN = /[\u00ad\u200b\ufeff]/g;

export function attach(root) {
  for (const form of root.querySelectorAll("form:has([data-toolbar])")) form.addEventListener("paste", paste);
}

function paste(event) {
  const field = event.target;
  if (!field.matches("textarea")) return;
  const rich = markdown(event.clipboardData.getData("text/html"));
  const plain = event.clipboardData.getData("text/plain");
  const text = rich || plain.replace(UNSEEN, "").replace(/\u00a0/g, " ");
  if (!text || text === plain) return;
  event.preventDefault();
  replace(field, field.selectionStart, field.selectionEnd, text);
}
