// How many words a text has, while it is written. The limits stand in words beside it, without scripts as well.
export function attach(root) {
  for (const field of root.querySelectorAll("[data-words]:not([data-words-ready])")) {
    field.dataset.wordsReady = "";
    const said = field.ownerDocument.getElementById(field.dataset.words);
    const count = () => {
      const words = field.value.split(/\s+/).filter(Boolean).length;
      said.textContent = words === 1 ? "1 word so far." : `${words} words so far.`;
    };
    field.addEventListener("input", count);
    field.closest("[data-question]")?.addEventListener("answer-drawn", count);
    count();
  }
}
