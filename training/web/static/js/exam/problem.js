// A problem is reported over the page; the words stay in their field until they have arrived.
export function attach(dialog, server, pager) {
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("[data-said]");

  new MutationObserver(() => {
    if (!dialog.open) return;
    said.textContent = "";
    dialog.querySelector("[data-where]").textContent = pager.checking ? "" : `From question ${pager.question}. `;
  }).observe(dialog, { attributeFilter: ["open"] });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const question = pager.checking ? "" : pager.question;
    said.textContent = "Sending…";
    try {
      const { status, said: answer } = await server.post(form.action, { question, words: form.elements.words.value });
      said.textContent = answer.said ?? answer.remedy ?? "Not sent. Try again, or tell the invigilator.";
      if (status === 200) form.reset();
    } catch {
      said.textContent = "Not sent: there is no connection. Your words stay here; try again, or tell the invigilator.";
    }
  });
}
