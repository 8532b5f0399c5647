// A problem is reported over the page; the words stay in their field, also over a reload, until they have arrived.
const NAME = "problem";

export function attach(dialog, bus, server, pager, wish) {
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("[data-said]");
  const field = form.elements.words;
  const send = form.querySelector("[type=submit]");
  const first = send.textContent;

  function say(words, tone) {
    said.textContent = words;
    said.dataset.tone = tone;
    send.textContent = tone === "again" ? "Try again" : first;
  }

  const failed = (why) => say(`Not sent. ${why} Your words stay here; try again. ${form.dataset.urgent}`, "again");

  field.value = wish.read(NAME) ?? "";
  field.addEventListener("input", () => wish.write(NAME, field.value));

  new MutationObserver(() => {
    if (!dialog.open) return;
    say("", "quiet");
    dialog.querySelector("[data-where]").textContent = pager.checking ? "" : `From question ${pager.question}. `;
  }).observe(dialog, { attributeFilter: ["open"] });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const question = pager.checking ? "" : pager.question;
    say("Sending…", "quiet");
    try {
      const { status, said: answer } = await server.post(form.action, { question, words: field.value });
      if (status >= 300) return answer.said ? say(answer.said, "wrong") : failed(answer.remedy ?? "The server did not take it.");
      say(answer.said, "good");
      form.reset();
      wish.write(NAME, "");
    } catch {
      failed("The server did not answer.");
      bus.tell("try"); // Who was signed out is asked for the password over this dialog.
    }
  });
}
