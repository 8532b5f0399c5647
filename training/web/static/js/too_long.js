// A field with data-longest says at once when its text is too long, and by how much. It never cuts what is pasted.
export function attach(root) {
  for (const field of root.querySelectorAll("[data-longest]")) {
    const most = Number(field.dataset.longest);
    const said = document.createElement("p");
    said.className = "field-error";
    said.setAttribute("role", "status");
    field.after(said);
    const tell = () => {
      const number = [...field.value].length;
      const words = `At most ${shown(most)} characters fit here; these are ${shown(number)}. Shorten it by ${shown(number - most)}.`;
      const next = number > most ? words : "";
      if (said.textContent !== next) said.textContent = next;
    };
    field.addEventListener("input", tell);
    tell();
  }
}

function shown(number) {
  return number.toLocaleString("en-GB");
}
