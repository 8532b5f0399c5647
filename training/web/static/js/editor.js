// The editor and the review page: ordering rows in the preview work anew after each swap.
import { attach } from "./ordering.js";

// What the reader opened stays open when the preview is brought up to date.
window.htmx?.config.morphIgnore.push("open");
attach(document);
document.addEventListener("htmx:after:swap", () => attach(document));
