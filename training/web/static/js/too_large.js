// A file field with data-most says at once when the chosen file is too large, and lets go of it: what is typed beside it
// is not sent in vain.
export function attach(root) {
  for (const field of root.querySelectorAll("input[type=file][data-most]")) {
    const said = document.createElement("p");
    said.className = "field-error";
    said.setAttribute("role", "status");
    field.after(said);
    field.addEventListener("change", () => {
      const [file] = field.files;
      const most = Number(field.dataset.most);
      const large = file && file.size > most * 2 ** 20;
      said.textContent = large ? `${file.name} is larger than ${most} MB, the most that fit. Choose a smaller file.` : "";
      if (large) field.value = "";
    });
  }
}
