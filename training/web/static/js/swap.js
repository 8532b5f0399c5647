// Forms and links with data-swap-with inside a [data-swap] replace that part by the one of the same id in the answer,
// instead of loading the page; without scripts they load it. #reading-side, the map, is brought up to date with it.
import { attach } from "./ordering.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-swap-with]");
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  swap(form.closest("[data-swap]"), form.action, { method: "POST", body: new URLSearchParams(data) }, () => form.submit());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap-with]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  swap(link.closest("[data-swap]"), link.href, {}, () => location.assign(link.href));
});

async function swap(part, url, request, otherwise) {
  try {
    const answer = await fetch(url, request);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) throw new Error("the answer lacks this part");
    document.getElementById("reading-side")?.replaceWith(page.getElementById("reading-side"));
    part.replaceWith(fresh);
    document.querySelector("[data-kept-notice]")?.remove();
    attach(fresh.parentElement);
    fresh.focus();
  } catch {
    otherwise();
  }
}
