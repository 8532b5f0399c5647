// At the sign-in page nobody sits an exam: kept pages go, and after signing out everything that was kept of exams.
import { anyWaiting, forgetAll, forgetPages } from "./forget.js";

const waiting = await anyWaiting();
if (!waiting) {
  await (sessionStorage.getItem("signed-out") ? forgetAll() : forgetPages());
  sessionStorage.removeItem("signed-out");
}
document.documentElement.dataset.forgotten = waiting ? "no" : "yes";
