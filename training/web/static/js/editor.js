// The editor and the review page: ordering rows in the preview work anew after each swap.
import { attach } from "./ordering.js";

attach(document);
document.addEventListener("htmx:after:swap", () => attach(document));
