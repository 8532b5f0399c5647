// Signing out leaves a note for the sign-in page, which then forgets what this browser kept of exams.
export function attach(root) {
  for (const form of root.querySelectorAll("form[action='/sign-out']")) {
    form.addEventListener("submit", () => sessionStorage.setItem("signed-out", "yes"));
  }
}
