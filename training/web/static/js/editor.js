// The editor and the review page: questions in the preview work anew after each swap; regions are drawn on the figure.
import { attach as autosave } from "./autosave.js";
import { attach as citing } from "./citing.js";
import { attach as dropping } from "./dropping.js";
import { attach as keys } from "./editor_keys.js";
import { attach as enemies } from "./enemies.js";
import { attach as hotspot } from "./hotspot.js";
import { attach as toolbar } from "./markdown_toolbar.js";
import { attach as ordering } from "./ordering.js";
import { attach as pasting } from "./pasting.js";
import { attach as previewFrame } from "./preview_frame.js";
import { attach as regions } from "./regions.js";
import { attach as words } from "./words.js";

// What the reader opened stays open when the preview is brought up to date.
window.htmx?.config.morphIgnore.push("open");
const parts = [hotspot, ordering, words, regions];
parts.forEach((attach) => attach(document));
document.addEventListener("htmx:after:swap", () => parts.forEach((attach) => attach(document)));
[autosave, toolbar, pasting, enemies, keys, citing, dropping, previewFrame].forEach((attach) => attach(document));
