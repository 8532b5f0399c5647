// Signed out in the middle: the password is asked for over the page, what waits keeps waiting, then goes on.
export function attach(dialog, bus, server) {
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("[data-said]");
  const code = dialog.querySelector("[data-code]");

  bus.hear("queue", ({ trouble }) => {
    if (trouble === "signed out" && !dialog.open) dialog.showModal();
    if (!trouble && dialog.open) dialog.close();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { email, password, one_time_code } = Object.fromEntries(new FormData(form));
    said.dataset.tone = "quiet";
    said.textContent = "Signing in…";
    try {
      const { status, said: answer } = await server.post("/api/sign-in", { email, password, one_time_code });
      said.dataset.tone = "";
      if (status === 200) return enter(answer);
      code.hidden = !["code", "code wanted"].includes(answer.error);
      said.textContent = answer.remedy ?? "The server did not answer. Try again.";
      (code.hidden ? form.elements.password : form.elements.one_time_code).focus();
    } catch {
      said.dataset.tone = "";
      said.textContent = "There is no connection. Your answers are kept; try again.";
    }
  });

  function enter(answer) {
    server.csrf = answer.csrf;
    form.reset();
    said.textContent = "";
    code.hidden = true;
    dialog.close();
    bus.tell("try");
  }
}
