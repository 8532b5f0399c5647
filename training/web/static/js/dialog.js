// Links with data-dialog open the dialog of that name instead of their page; forms with data-confirm ask first.
export function attach(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && named(root, opener.dataset.dialog);
    if (dialog && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target.closest("[data-dialog-close]")) {
      event.target.closest("dialog").close();
    }
  });
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    ask(form, event.submitter);
  });
  root.querySelector("dialog:has([data-error-summary])")?.showModal();
}

function named(root, name) {
  return root.querySelector(`[data-dialog-name="${CSS.escape(name)}"]`);
}

function ask(form, submitter) {
  const dialog = element("dialog", "dialog", { ariaLabel: form.dataset.confirm });
  const actions = element("div", "form-actions");
  const yes = element("button", submitter?.className ?? "button button-primary", { type: "button" });
  const no = element("button", "button button-quiet", { type: "button" });
  yes.textContent = submitter?.textContent.trim() ?? "Yes";
  no.textContent = "Cancel";
  actions.append(yes, no);
  dialog.append(element("p", "", { textContent: form.dataset.confirm }), actions);
  document.body.append(dialog);
  yes.addEventListener("click", () => {
    form.dataset.confirmed = "yes";
    dialog.close();
    form.requestSubmit(submitter);
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  no.focus();
}

function element(name, className, properties = {}) {
  return Object.assign(document.createElement(name), { className }, properties);
}
