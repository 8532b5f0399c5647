// The page that checks answers without scripts; with them, submitting waits for what is not sent: on the exam page.
for (const form of document.querySelectorAll("form[data-check-on]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(form.dataset.checkOn);
  });
}
