// A field with data-longest says at once when its text is too long, and by how much. It never cuts what is pasted.
// Where the page has a place for these words, it describes the field already; else one is made after the field.
export function attach(root) {
  for (const field of root.querySelectorAll("[data-longest]:not([data-longest-ready])")) {
    field.dataset.longestReady = "";
    const said = document.getElementById(`${field.id}-long`) ?? place(field);
    const tell = () => {
      const most = Number(field.dataset.longest);
      const more = over(field);
      const words = `At most ${shown(most)} characters fit here; these are ${shown(most + more)}. Shorten it by ${shown(more)}.`;
      const next = more > 0 ? (said.dataset.before ?? "") + words : "";
      if (said.textContent === next) return;
      if (next) field.ariaInvalid = "true";
      else field.removeAttribute("aria-invalid");
      said.textContent = next;
    };
    field.addEventListener("input", tell);
    field.closest("[data-question]")?.addEventListener("answer-drawn", tell);
    tell();
  }
}

// How many characters a field has more than it may have; below zero there is room left.
export function over(field) {
  return [...field.value].length - Number(field.dataset.longest);
}

function place(field) {
  const said = document.createElement("p");
  said.className = "field-error";
  said.setAttribute("role", "status");
  field.after(said);
  if (!field.id) return said;
  said.id = `${field.id}-long`;
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
  return said;
}

function shown(number) {
  return number.toLocaleString("en-GB");
}
